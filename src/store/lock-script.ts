/**
 * What holds certbot's lock: Node has no fcntl, and flock(2) does not exclude certbot. Perl is in every Debian.
 * Arguments: the lock file, the owner file, the owner's line. Says `locked`, or `held`, or `failed` and an errno;
 * then keeps the lock until its input ends, which it does however our process ends. Like certbot it makes sure
 * after locking that the path still leads to the file it locked (another's release may have removed it), and
 * removes the file before letting go. Signals meant for us (Ctrl-C reaches the whole group) must not break the lock.
 * struct flock of 64-bit Linux: type, whence, start, length, pid.
 */
export const lockScript = `
use strict;
use Fcntl;
my ($path, $owner_path, $owner) = @ARGV;
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP QUIT PIPE);
$| = 1;
my $lock;
sub leave { print "$_[0]\\n"; exit 1 }
for my $try (1 .. 20) {
  sysopen($lock, $path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0600) or leave('failed ' . ($! + 0));
  my $whole_file = pack('s s x4 q q l x4', F_WRLCK, 0, 0, 0, 0);
  unless (fcntl($lock, F_SETLK, $whole_file)) {
    my $errno = $! + 0;
    leave($errno == 11 || $errno == 13 ? 'held' : "failed $errno");
  }
  my @mine = stat($lock);
  my @there = stat($path);
  last if @there && $mine[0] == $there[0] && $mine[1] == $there[1];
  close($lock);
  leave('held') if $try == 20;
}
unlink($owner_path);
if (sysopen(my $note, $owner_path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0644)) { print $note $owner; close($note) }
print "locked\\n";
1 while sysread(STDIN, my $ignored, 1024);
unlink($owner_path);
unlink($path);
close($lock);
`;
