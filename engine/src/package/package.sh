#!/usr/bin/env bash
# Makes the packages of Gale in engine/target/package: a tar with a run-time image, a Debian package, a container's image,
# and a local Maven repository. The same sources, JDK and host give the same bytes. Run by: mvn -B -Ppackage package
#
#   package.sh VERSION TIME JDK       TIME is that of every file, as 2026-01-01T00:00:00Z
#
#   GALE_AARCH64_JMODS   directory of the jmods of a JDK for aarch64, of the version of JDK
#   GALE_OCI_ROOT        root of the container's image, in place of one that debootstrap makes
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C.UTF-8 TZ=UTC
umask 022

version=$1 time=$2 jdk=$3
here=$(dirname -- "$(readlink -f -- "$0")")
engine=$(dirname -- "$(dirname -- "$here")")
root=$(dirname -- "$engine")
target=$engine/target
app=$engine/app/target
out=$target/package
work=$target/package-work
SOURCE_DATE_EPOCH=$(date -d "$time" +%s)
export SOURCE_DATE_EPOCH
modules=java.base,java.compiler,java.logging,java.management,java.naming,java.sql,jdk.management,jdk.unsupported

say()
{
    printf 'package: %s\n' "$*"
}

# made FILE: says that a file is there, with its size and the seconds since the start.
made()
{
    say "$(basename -- "$1"), $(($(du -sk -- "$1" | cut -f 1) / 1024)) MiB, after $SECONDS s"
}

# settle DIR: times and modes that depend on neither the day nor the user.
settle()
{
    chmod -R u=rwX,go=rX -- "$1"
    find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" -- {} +
}

# pack DIR NAME: a tar of DIR/NAME to stdout.
pack()
{
    tar --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$1" -cf - -- "$2"
}

# image DIR [JMODS]: a run-time image, without archives of classes.
image()
{
    "$jdk/bin/jlink" ${2:+--module-path "$2"} --add-modules "$modules" --strip-java-debug-attributes --no-header-files \
        --no-man-pages --output "$1"
    if [[ -e $1/lib/server/classes.jsa ]]
    then
        rm -f -- "$1"/lib/server/classes*.jsa
    fi
}

# needed_libc DIR: the newest version of the C library that a native file of the image names.
needed_libc()
{
    find "$1" -type f \( -perm -100 -o -name '*.so' \) -exec grep -aoh 'GLIBC_2\.[0-9]*' -- {} + |
        sed 's/GLIBC_//' | sort -t. -k2n -u | tail -n 1
}

# tree DIR ARCH [JMODS]: all that is in a package.
tree()
{
    local doc=$1/share/doc/gale file
    mkdir -p -- "$1"/{bin,java,include,clients,share/man/man1,share/bash-completion/completions} "$doc"/{book,examples}
    image "$1/runtime" "${3:-}"
    install -m 755 -- "$engine/bin/gale" "$1/bin/gale"
    cp -- "$app/gale.jar" "$1/java/"
    cp -r -- "$app/lib" "$1/java/lib"
    cp -- "$engine"/include/*.h "$1/include/"
    cp -- "$engine"/clients/* "$1/clients/"
    cp -r -- "$engine"/docs/*.md "$doc/book/"
    for file in "$engine"/docs/*.{png,svg}
    do
        [[ ! -e $file ]] || cp -- "$file" "$doc/book/"
    done
    cp -r -- "$engine"/docs/examples/. "$engine/docs/sweeps" "$doc/examples/"
    cp -r -- "$engine/docs/examples" "$engine/docs/sweeps" "$doc/book/"
    mkdir -- "$doc/book/monitor"
    cp -r -- "$engine/docs/monitor/pom.xml" "$engine/docs/monitor/src" "$doc/book/monitor/"
    sed -e 's#engine/docs/#book/#g' -e 's#engine/bin/gale#gale#g' -- "$root/README.md" >"$doc/README.md"
    cp -- "$engine/app/src/main/resources/META-INF/LICENSE" "$doc/LICENSE"

    "$jdk/bin/java" -jar "$app/gale.jar" book --html "$doc/html" >/dev/null
    "$jdk/bin/java" -jar "$app/gale.jar" man --all "$1/share/man/man1"
    gzip -9n -- "$1"/share/man/man1/*.1
    "$jdk/bin/java" -jar "$app/gale.jar" completion bash >"$1/share/bash-completion/completions/gale"
    "$jdk/bin/java" -jar "$app/gale.jar" completion zsh >"$doc/completion.zsh"

    "$jdk/bin/java" -cp "$app/lib/*" "$here/Contents.java" "$1" "$work/licences" "$target/bom.json"
    settle "$1"
    printf 'version %s\nbuild %s\njdk %s\narch %s\nlibc %s\n' "$version" "$(build_of "$1")" \
        "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/runtime/release")" "$2" "$(needed_libc "$1/runtime")" \
        >"$1/package"
    settle "$1"
}

# build_of DIR: a name for exactly these files; archives of classes are kept by it.
build_of()
{
    (cd -- "$1" && find . -type f ! -name package -print0 | sort -z | xargs -0 sha256sum) | sha256sum | cut -c 1-16
}

# tarball ARCH [JMODS]
tarball()
{
    local name=gale-$version-linux-$1
    tree "$work/$name" "$1" "${2:-}"
    pack "$work" "$name" | gzip -9n >"$out/$name.tar.gz"
    made "$out/$name.tar.gz"
}

# owners FILE...: packages of Debian that own the libraries which these native files need.
owners()
{
    local library owner
    ldd -- "$@" 2>/dev/null | sed -n 's#.* => \(/[^ ]*\) (.*#\1#p' | sort -u | while read -r library
    do
        [[ $library != "$work"/* ]] || continue
        owner=$(dpkg -S "$library" 2>/dev/null || dpkg -S "/usr$library" 2>/dev/null ||
            dpkg -S "$(readlink -f -- "$library")" 2>/dev/null) || continue
        printf '%s\n' "${owner%%:*}"
    done | sort -u
}

# deb: the tree below /usr/lib/gale, and what belongs elsewhere.
deb()
{
    local tree=$work/gale-$version-linux-x86_64 base=$work/deb libc depends='' owner natives
    command -v dpkg-deb >/dev/null || { say 'no .deb: dpkg-deb is missing'; return 0; }
    mkdir -p -- "$base/DEBIAN" "$base/usr"/{bin,lib,share/doc/gale}
    cp -a -- "$tree" "$base/usr/lib/gale"
    mv -- "$base/usr/lib/gale/share/man" "$base/usr/lib/gale/share/bash-completion" "$base/usr/share/"
    mv -- "$base/usr/lib/gale/share/doc/gale/LICENSE" "$base/usr/share/doc/gale/copyright"
    ln -s ../lib/gale/bin/gale "$base/usr/bin/gale"

    libc=$(sed -n 's/^libc //p' "$tree/package")
    mapfile -t natives < <(find "$tree/runtime" -type f \( -name '*.so' -o -path '*/bin/*' \) | sort)
    for owner in $(owners "${natives[@]}")
    do
        depends+=${depends:+, }$owner$([[ $owner != libc6 ]] || echo " (>= $libc)")
    done
    cat >"$base/DEBIAN/control" <<END
Package: gale
Version: $version
Architecture: amd64
Maintainer: Gale <gale@localhost>
Installed-Size: $(find "$base/usr" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
Depends: $depends
Section: devel
Priority: optional
Description: storms for Arm's GICv5, profiled and replayed
 An emulation engine of Arm's GICv5 interrupt controller, and of GICv4.1
 direct injection, that counts every interrupt and proves that none is lost.
 It needs no Java: its own run-time image is inside.
END
    cat >"$base/DEBIAN/postinst" <<'END'
#!/bin/sh
# Archives of classes make each start faster. Without them Gale starts as well.
[ "$1" != configure ] || GALE_ARCHIVES=/usr/lib/gale/archives /usr/bin/gale --version >/dev/null 2>&1 || true
END
    printf '#!/bin/sh\nrm -rf /usr/lib/gale/archives\n' >"$base/DEBIAN/prerm"
    (cd -- "$base" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$base/DEBIAN/md5sums"
    settle "$base"
    chmod 755 "$base/DEBIAN/postinst" "$base/DEBIAN/prerm"
    dpkg-deb --root-owner-group -Zgzip -z9 --build "$base" "$out/gale_${version}_amd64.deb" >/dev/null
    made "$out/gale_${version}_amd64.deb"
}

# repository: what Maven takes, in the layout of a repository, so that nothing is to be published.
repository()
{
    local place pom module artifact name file kind
    for pom in "$root"/{,tables/,ringbuf/,engine/,engine/*/}pom.xml
    do
        module=$(dirname -- "$pom")
        artifact=$(sed -n 's#^    <artifactId>\(.*\)</artifactId>$#\1#p' "$pom")
        place=$out/repository/org/gale/$artifact/$version
        name=$artifact-$version
        mkdir -p -- "$place"
        cp -- "$pom" "$place/$name.pom"
        if [[ -d $module/src/main ]]
        then
            for kind in '' -sources -javadoc
            do
                for file in "$module/target/$name$kind.jar" "$module/target/gale$kind.jar"
                do
                    [[ ! -e $file ]] || cp -- "$file" "$place/$name$kind.jar"
                done
                [[ -e $place/$name$kind.jar ]] || { say "$name$kind.jar was not built" >&2; return 1; }
            done
        fi
        (cd -- "$place" && for file in *
        do
            sha1sum -- "$file" | cut -d ' ' -f 1 >"$file.sha1"
        done)
    done
    settle "$out/repository"
    made "$out/repository"
}

# write_blob FILE: moves a file to where the layout has it, and prints its digest.
write_blob()
{
    local digest
    digest=$(sha256sum -- "$1" | cut -d ' ' -f 1)
    mv -- "$1" "$work/oci/blobs/sha256/$digest"
    printf %s "$digest"
}

# layer DIR: adds the files of a directory as a layer.
layer()
{
    local file=$work/layer.tar
    pack "$1" . >"$file"
    diffs+=("\"sha256:$(sha256sum -- "$file" | cut -d ' ' -f 1)\"")
    gzip -9n -- "$file"
    local size digest
    size=$(stat -c %s -- "$file.gz")
    digest=$(write_blob "$file.gz")
    layers+=("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:$digest\",\"size\":$size}")
}

# make_root DIR: the least of Debian that has a shell and the tools of the launcher.
make_root()
{
    if [[ -n ${GALE_OCI_ROOT:-} ]]
    then
        cp -a -- "$GALE_OCI_ROOT" "$1"
    elif command -v mmdebstrap >/dev/null
    then
        mmdebstrap --quiet --variant=essential --include=libstdc++6,libgcc-s1,zlib1g "$suite" "$1" || return
    elif command -v debootstrap >/dev/null
    then
        [[ $EUID == 0 ]] || { say 'debootstrap makes a root for the user root alone'; return 1; }
        debootstrap --variant=minbase --include=libstdc++6,libgcc-s1,zlib1g "$suite" "$1" >"$work/debootstrap.log" 2>&1
    else
        say 'mmdebstrap and debootstrap are missing'
        return 1
    fi
}

# oci: an image in the layout of the OCI.
oci()
{
    local base=$work/oci-root tree=$work/gale-$version-linux-x86_64 suite config manifest size diffs=() layers=()
    suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    grep -qx 'ID=debian' /etc/os-release || suite=bookworm
    make_root "$base" || { say 'no image of a container'; rm -rf -- "$base"; return 0; }

    # Nothing of the day on which the root was made: logs, caches, lists, and what is made anew at a start.
    find "$base/var/log" "$base/var/cache" "$base/var/lib/apt/lists" "$base/tmp" "$base/run" "$base/dev" "$base/proc" \
        "$base/sys" "$base/debootstrap" -mindepth 1 -delete 2>/dev/null || true
    rm -rf -- "$base/debootstrap"
    rm -f -- "$base"/etc/{machine-id,resolv.conf,hostname,passwd-,group-,shadow-,gshadow-} "$base"/var/lib/dpkg/*-old \
        "$base"/var/cache/ldconfig/aux-cache
    sed -i 's/^\([^:]*:[^:]*\):[0-9]*:/\1:1:/' "$base/etc/shadow"
    find "$base" -exec touch -h -d "@$SOURCE_DATE_EPOCH" -- {} +

    mkdir -p -- "$work/oci/blobs/sha256" "$work/oci-gale/usr"/{bin,lib}
    cp -a -- "$tree" "$work/oci-gale/usr/lib/gale"
    ln -s ../lib/gale/bin/gale "$work/oci-gale/usr/bin/gale"
    settle "$work/oci-gale"
    layer "$base"
    layer "$work/oci-gale"

    printf '{"created":"%s","architecture":"amd64","os":"linux","config":{"User":"65534:65534","Env":[%s],"Cmd":["gale"],%s},' \
        "$time" '"PATH=/usr/local/bin:/usr/bin:/bin","HOME=/tmp"' '"WorkingDir":"/tmp"' >"$work/config"
    printf '"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}' "$(IFS=, && echo "${diffs[*]}")" \
        "{\"created\":\"$time\",\"created_by\":\"debootstrap\"},{\"created\":\"$time\",\"created_by\":\"gale $version\"}" \
        >>"$work/config"
    size=$(stat -c %s -- "$work/config")
    config=$(write_blob "$work/config")
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"%s",%s},%s}' \
        application/vnd.oci.image.config.v1+json "\"digest\":\"sha256:$config\",\"size\":$size" \
        "\"layers\":[$(IFS=, && echo "${layers[*]}")]" >"$work/manifest"
    size=$(stat -c %s -- "$work/manifest")
    manifest=$(write_blob "$work/manifest")
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"%s",%s,%s}]}' \
        application/vnd.oci.image.manifest.v1+json "\"digest\":\"sha256:$manifest\",\"size\":$size" \
        "\"annotations\":{\"org.opencontainers.image.ref.name\":\"localhost/gale:$version\"}" >"$work/oci/index.json"
    printf '{"imageLayoutVersion":"1.0.0"}' >"$work/oci/oci-layout"
    settle "$work/oci"
    tar --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work/oci" \
        -cf "$out/gale-$version.oci.tar" oci-layout index.json blobs
    made "$out/gale-$version.oci.tar"
}

[[ -e $target/bom.json ]] || { say 'the CycloneDX plugin runs only without -o of mvn' >&2; exit 1; }
rm -rf -- "$out" "$work"
mkdir -p -- "$out" "$work/licences"
cp -- "$here"/licences/* "$engine/app/src/main/resources/META-INF/LICENSE" "$work/licences/"

tarball x86_64
if [[ -n ${GALE_AARCH64_JMODS:-} ]]
then
    tarball aarch64 "$GALE_AARCH64_JMODS"
else
    say 'no tar for aarch64: GALE_AARCH64_JMODS does not name the jmods of a JDK for it'
fi
cp -p -- "$work/gale-$version-linux-x86_64/share/doc/gale/gale.cdx.json" "$out/gale-$version.cdx.json"
deb
repository
oci
rm -rf -- "$work"
(cd -- "$out" && find . -type f ! -name SHA256SUMS | sort | xargs sha256sum) >"$out/SHA256SUMS"
say "all in ${out#"$root/"} after $SECONDS s"
