#!/bin/sh
# Compiles the application, and links it with Chaski and what they need of the JDK into an image that runs where no Java is.
#
#   jlink.sh JARS IMAGE      for example: jlink.sh ../../chaski.cli/target/dist/lib /tmp/greeter && /tmp/greeter/bin/greeter
#
# JARS is a folder with Chaski's jars and those they need; IMAGE is made, and must not be there. JAVA_HOME chooses the JDK.
set -eu
[ $# -eq 2 ] || { echo "usage: jlink.sh JARS IMAGE" >&2; exit 2; }
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
path=${JAVA_HOME:+$JAVA_HOME/bin:}$PATH

PATH=$path javac -p "$1" --add-modules tools.jackson.databind -d "$classes" \
    "$here/module-info.java" "$here/greeter/Greeter.java"

# Nothing requires the parts by name, so each is named here: an image holds no service that was not asked for.
PATH=$path jlink -p "$1:$classes" \
    --add-modules greeter,chaski.node,chaski.streamer,chaski.transport.tcp,chaski.codec.jackson \
    --launcher greeter=greeter/greeter.Greeter --no-header-files --no-man-pages --output "$2"
