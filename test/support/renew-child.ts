import { renewHere } from "./renew-many.ts";

/** `certbot renew` over a folder in a process of its own, to be killed. Arguments: folder, webroot, directory, its CA file. */
const [folder = "", webroot = "", directory = "", caFile = ""] = process.argv.slice(2);
process.exitCode = await renewHere({ folder, webroot, directory, caFile }, (line) => console.log(line));
