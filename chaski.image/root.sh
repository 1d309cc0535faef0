#!/bin/sh
# Makes the root file system of the image: a Java runtime with the modules that the command needs, the C libraries of
# this machine that it is linked with, and the distribution. Linux only.
#
#   root.sh DISTRIBUTION ROOT      DISTRIBUTION is an unpacked archive; ROOT is made, and must not exist
#
# JAVA_HOME chooses the JDK. The Dockerfile and Maven's profile "image" run the same script.
set -eu
[ $# -eq 2 ] || { echo "usage: root.sh DISTRIBUTION ROOT" >&2; exit 2; }
dist=$1
root=$2

# java.management and java.xml for Declarative Services, jdk.unsupported for Netty, jdk.jfr and jdk.management for
# "chaski bench". Jackson's bundle imports packages of java.desktop and java.sql, and does not start in "chaski container"
# without them; nothing runs that needs the native libraries of java.desktop.
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.sql,java.xml
modules=$modules,jdk.jfr,jdk.management,jdk.unsupported
user=65532

mkdir "$root"
root=$(cd "$root" && pwd)
"${JAVA_HOME:+$JAVA_HOME/bin/}jlink" --add-modules "$modules" --exclude-files 'glob:/java.desktop/lib/**' \
    --compress=2 --strip-java-debug-attributes --no-header-files --no-man-pages --output "$root/opt/java"

# Each library under the name by which the loader looks for it.
libraries() {
    find "$root/opt" -type f \( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \) \
        -exec env "LD_LIBRARY_PATH=$root/opt/java/lib:$root/opt/java/lib/server" ldd {} \; 2>/dev/null |
        sed -n 's#^.* => \(/[^ ]*\) (0x.*#\1#p; s#^[[:space:]]*\(/[^ ]*\) (0x.*#\1#p' | sort -u
}
for library in $(libraries); do
    case $library in
        "$root"/*) ;;
        *)
            mkdir -p "$root$(dirname "$library")"
            cp -L "$library" "$root$library"
            ;;
    esac
done

# The licences of those libraries, as Debian has them; those of the runtime are in opt/java/legal.
for package in libc6 libgcc-s1 libstdc++6 zlib1g; do
    if [ -f "/usr/share/doc/$package/copyright" ]; then
        mkdir -p "$root/usr/share/doc/$package"
        cp -L "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package"
    fi
done

mkdir -p "$root/opt/chaski"
cp -R "$dist/." "$root/opt/chaski"
rm -rf "$root/opt/chaski/docs" "$root/opt/chaski/bin"

# Netty would unpack its libraries into a folder for temporary files, which a read-only file system does not have.
native=$root/opt/chaski/native
mkdir "$native"
machine=$(uname -m | sed 's/^aarch64$/aarch_64/')
unpack() {
    for jar in "$(cd "$dist/lib" && pwd)"/$1-*.jar; do
        (cd "$native" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "$jar" "META-INF/native/$2")
    done
    mv "$native/META-INF/native/$2" "$native"
}
unpack netty-transport-native-epoll "libnetty_transport_native_epoll_$machine.so"
unpack netty-codec-native-quic "libnetty_quiche42_linux_$machine.so"
rm -rf "$native/META-INF"

mkdir -p "$root/etc" "$root/tmp" "$root/proc" "$root/dev" "$root/sys"
echo "chaski:x:$user:$user:chaski:/tmp:/sbin/nologin" >"$root/etc/passwd"
echo "chaski:x:$user:" >"$root/etc/group"
echo "hosts: files dns" >"$root/etc/nsswitch.conf"
find "$root" -type d -exec chmod 755 {} +
find "$root" -type f ! -perm -u+x -exec chmod 644 {} +
find "$root" -type f -perm -u+x -exec chmod 755 {} +
chmod 1777 "$root/tmp"
