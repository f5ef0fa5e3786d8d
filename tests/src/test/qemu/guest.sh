#!/usr/bin/env bash
# guest.sh DIR [arm64|amd64] [stable|backports]
#
# Makes in DIR what a Linux guest below QEMU (of trixie-backports; without KVM) needs, of Debian packages alone. Nothing is
# installed, and no root is needed. A second run downloads and unpacks only what is missing.
#   DIR/bin/qemu ARCH ARGS...          runs that QEMU
#   DIR/bin/guest-cc ARCH SRC.c OUT    compiles a static program of the guest (needs root, or user name spaces)
#   DIR/bin/pack ARCH                  packs DIR/initramfs-ARCH, and prints the path of the file
#   DIR/Image-ARCH                     the kernel (stable: 6.12; backports: a newer one, with GICv5)
# /init loads the modules and runs /bin/guest, which is guest-program beside this file, with the words of guest=a,b,c of
# the kernel's command line; then it powers off. Needs bash, apt, dpkg, xz, gzip and the keyring of Debian's archive; the
# mirror is that of apt (or MIRROR=URI, KEYRING=FILE). About 900 MB for one architecture, 1.5 GB for both.
set -euo pipefail
[[ $# -ge 1 ]] || { sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 2; }
here=$(cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
mkdir -p "$1"; D=$(cd "$1" && pwd); ARCH=${2:-arm64}; SUITE=trixie
[ "${3:-stable}" = stable ] || SUITE=trixie-backports
case $ARCH in arm64) CC="gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;; amd64) CC="gcc libc6-dev" ;; *) echo "unknown architecture $ARCH" >&2; exit 2 ;; esac
MODULES="virtio-iommu vfio_iommu_type1 vfio-pci nvme ${MODULES:-}"
KEYRING=${KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
MIRROR=${MIRROR:-$(apt-get indextargets --format '$(LABEL)|$(REPO_URI)' | sed -n 's/^Debian|//p' | sort -u | head -1)}
[ -n "$MIRROR" ] || { echo "no Debian mirror in apt's configuration; set MIRROR" >&2; exit 1; }
A=$D/apt; R=$D/root; K=$D/kernel-$ARCH; I=$D/initramfs-$ARCH; T=$D/.stamps
mkdir -p "$A"/{etc/apt.conf.d,etc/preferences.d,etc/trusted.gpg.d,state/lists/partial,cache/archives/partial,log} "$R" "$K" "$T" "$D/bin"

# apt with its own state: the machine's package data base is neither read nor written
: > "$A/status"
for s in trixie trixie-backports; do echo "deb [signed-by=$KEYRING] $MIRROR $s main"; done > "$A/etc/sources.list"
cat > "$A/apt.conf" <<C
Dir::Etc "$A/etc"; Dir::Etc::Parts "$A/etc/apt.conf.d"; Dir::State "$A/state"; Dir::State::status "$A/status";
Dir::Cache "$A/cache"; Dir::Log "$A/log"; APT::Architecture "amd64"; APT::Architectures { "amd64"; "arm64"; };
APT::Install-Recommends "false"; APT::Sandbox::User "$(id -un)"; Acquire::Languages "none"; Acquire::Retries "3";
C
export APT_CONFIG=$A/apt.conf
[ -n "$(find "$T/lists" -mmin -720 2>/dev/null)" ] || { apt-get -q update >&2; touch "$T/lists"; }

# 1. programs that run here: the closure of dependencies, downloaded and unpacked, never configured
apt-get -q -y --download-only -t trixie-backports install qemu-system-arm:amd64 qemu-system-x86:amd64 >&2
apt-get -q -y --download-only install $CC cpio kmod >&2
for l in bin sbin lib lib64; do [ -e "$R/$l" ] || { mkdir -p "$R/usr/$l"; ln -s "usr/$l" "$R/$l"; }; done
mkdir -p "$R"/{dev,proc,tmp}
for p in "$A"/cache/archives/*.deb; do
  s=$T/$(basename "$p"); [ -e "$s" ] || { dpkg -x "$p" "$R"; touch "$s"; }
done
cat > "$D/bin/tool" <<C
#!/bin/sh
# tool PATH NAME ARGS...: run a program of root/ by its own loader, under the name NAME
p=\$1; n=\$2; shift 2
exec "$R/usr/lib64/ld-linux-x86-64.so.2" --argv0 "\$n" --library-path "$R/usr/lib/x86_64-linux-gnu" "$R\$p" "\$@"
C
cat > "$D/bin/qemu" <<C
#!/bin/sh
a=\$1; shift; case \$a in arm64) a=aarch64 ;; amd64) a=x86_64 ;; esac
exec "$D/bin/tool" /usr/bin/qemu-system-\$a qemu-system-\$a -L "$R/usr/share/qemu" -L "$R/usr/share/seabios" "\$@"
C
cat > "$D/bin/guest-cc" <<C
#!/bin/sh
set -e
case \$1 in arm64) c=aarch64-linux-gnu-gcc ;; *) c=gcc ;; esac
w=; [ "\$(id -u)" = 0 ] || w="unshare -r"
\$w chroot "$R" /usr/bin/\$c -O2 -Wall -static -pthread -x c - -o /tmp/guest-\$\$ < "\$2"; mv "$R/tmp/guest-\$\$" "\$3"
C
cat > "$D/bin/pack" <<C
#!/bin/sh
set -e
cd "$D/initramfs-\$1"; find . | "$D/bin/tool" /usr/bin/cpio cpio -o -H newc --quiet -R 0:0 | gzip -1 > "$D/initramfs-\$1.gz.new"
mv "$D/initramfs-\$1.gz.new" "$D/initramfs-\$1.gz"; echo "$D/initramfs-\$1.gz"
C
chmod +x "$D"/bin/*

# 2. the guest: kernel (one package in stable, several in backports) and busybox
names=$(apt-get -s -t "$SUITE" install "linux-image-$ARCH:$ARCH" | awk '/^Inst linux-(image|binary|modules)-[0-9]/{print $2}' | sed "s/:.*//")
[ -n "$names" ] || { echo "no kernel found for $ARCH in $SUITE" >&2; exit 1; }
if [ "$(cat "$T/kernel-$ARCH" 2>/dev/null)" != "$SUITE $names" ]; then
  rm -rf "$K" "$D/debs-$ARCH"; mkdir -p "$K/usr/lib" "$D/debs-$ARCH"; ln -s usr/lib "$K/lib"
  (cd "$D/debs-$ARCH" && apt-get -q -t "$SUITE" download $(for n in $names; do echo "$n:$ARCH"; done) >&2 && apt-get -q download "busybox-static:$ARCH" >&2)
  for p in "$D/debs-$ARCH"/*.deb; do dpkg -x "$p" "$K"; done
  echo "$SUITE $names" > "$T/kernel-$ARCH"
fi
V=$(basename "$(echo "$K"/usr/lib/modules/*)")
for f in "$K/boot/vmlinuz-$V" "$K/usr/lib/modules/$V/vmlinuz"; do [ ! -e "$f" ] || ln -sf "$f" "$D/Image-$ARCH"; done
[ -e "$K/usr/lib/modules/$V/modules.dep" ] || "$D/bin/tool" /usr/bin/kmod depmod -b "$K" "$V"

# 3. the initramfs skeleton
mkdir -p "$I"/{bin,dev,proc,sys,tmp,mod}; cp "$K/usr/bin/busybox" "$I/bin/"; ln -sf busybox "$I/bin/sh"
rm -f "$I"/mod/*; : > "$I/mod/order"
for m in $MODULES; do
  "$D/bin/tool" /usr/bin/kmod modprobe -d "$K" -S "$V" --show-depends "$m" | awk '$1=="insmod"{print $2}' | while read -r f; do
    n=$(basename "$f" .xz); [ ! -e "$I/mod/$n" ] || continue
    case $f in *.xz) xz -dc "$f" > "$I/mod/$n" ;; *) cp "$f" "$I/mod/$n" ;; esac; echo "$n" >> "$I/mod/order"
  done
done
cat > "$I/init" <<'C'
#!/bin/sh
/bin/busybox --install -s /bin; export PATH=/bin
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev
echo "guest: up $(cut -d' ' -f1 /proc/uptime) s, $(uname -r) $(uname -m)"
skip=; a=; for w in $(cat /proc/cmdline); do case $w in guest=*) a=$(echo "${w#guest=}" | tr , ' ') ;; skip=*) skip=",${w#skip=}," ;; esac; done
while read -r m; do case $skip in *",${m%.ko},"*) ;; *) insmod "/mod/$m" || echo "guest: module $m refused" ;; esac; done < /mod/order
if [ -x /bin/guest ]; then guest $a; echo "guest: exit $?"; else echo "guest: no program"; fi
poweroff -f
C
chmod +x "$I/init"
install -m 755 "$here/guest-program" "$I/bin/guest"
program=$here/../../../../engine/clients/galedev.c
[ "$I/bin/galedev" -nt "$program" ] || "$D/bin/guest-cc" "$ARCH" "$program" "$I/bin/galedev"
"$D/bin/pack" "$ARCH" >&2
echo "ready: $D ($ARCH, $("$D/bin/qemu" $ARCH -version | head -1), kernel $V)"
