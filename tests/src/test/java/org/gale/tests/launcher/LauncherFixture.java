package org.gale.tests.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** A source tree with the launcher, and the tools, Maven and JDKs that it finds. */
abstract class LauncherFixture
{
    static final int EXIT_OK = 0;
    static final int EXIT_INTERNAL = 1;
    static final int EXIT_USAGE = 2;
    static final int EXIT_RESOURCES = 8;
    private static final List<String> TOOLS = List.of(
        "dirname", "find", "flock", "grep", "head", "mkdir", "mv", "readlink", "rm", "sed", "sleep",
        "tail", "touch");

    static final String WHOLE_JAR = "PK\003\004...PK\005\006..................";
    static final String MAKE_JAR =
        "printf 'PK\\003\\004...PK\\005\\006..................' >engine/app/target/gale.jar; ";

    @TempDir
    Path directory;
    Path root;
    Path jar;
    Path source;
    Path tools;
    Path jdk;
    Path builds;
    Path archives;

    /** Makes a source tree whose jar is fresh, and the tools that the launcher may use besides Java and Maven. */
    @BeforeEach
    void makeTree() throws IOException
    {
        root = Files.createDirectories(directory.resolve("a tree"));
        tools = Files.createDirectories(directory.resolve("tools"));
        builds = directory.resolve("builds");
        archives = directory.resolve("archives");
        for (final String tool : TOOLS)
        {
            script(tools.resolve(tool), "exec " + installed(tool) + " \"$@\"");
        }

        final Path launcher = Files.createDirectories(root.resolve("engine/bin")).resolve("gale");
        Files.copy(SourceTree.ROOT.resolve("engine/bin/gale"), launcher);
        executable(launcher);

        source = Files.createDirectories(root.resolve("tables/src/main/java")).resolve("Field.java");
        Files.writeString(source, "old");
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        jar = Files.createDirectories(root.resolve("engine/app/target")).resolve("gale.jar");
        Files.writeString(jar, WHOLE_JAR);
        age(jar, 10);
        age(source, 20);
        for (Path path = source.getParent(); !path.equals(root); path = path.getParent())
        {
            age(path, 20);
        }
        age(root.resolve("pom.xml"), 20);

        jdk = jdk("17.0.15");
        maven(MAKE_JAR + "mkdir -p benchmarks/target; printf jar >benchmarks/target/gale-benchmarks.jar");
    }

    static void assertRefusal(final Result result, final String line)
    {
        assertEquals(EXIT_RESOURCES, result.exit, result.err);
        assertEquals(List.of(), result.out);
        assertThat(result.err).startsWith(line).doesNotContain("\n");
    }

    Result run(final String... words) throws Exception
    {
        return run(launcher(words));
    }

    static Result run(final ProcessBuilder builder) throws Exception
    {
        return result(builder.start());
    }

    static Result result(final Process process) throws Exception
    {
        final String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        final String err = new String(process.getErrorStream().readAllBytes(), UTF_8);

        return new Result(process.waitFor(), out.isEmpty() ? List.of() : List.of(out.split("\n", -1)), err.strip());
    }

    ProcessBuilder launcher(final String... words)
    {
        final List<String> command = new ArrayList<>(List.of(root.resolve("engine/bin/gale").toString()));
        command.addAll(List.of(words));

        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());

        return builder;
    }

    /** Makes a JDK whose java prints its arguments, one per line. */
    Path jdk(final String version) throws IOException
    {
        final Path home = directory.resolve("jdk-" + version);
        final Path bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(bin.resolve("java"), "while [ $# -gt 1 ]; do printf '%s\\n' \"$1\"; shift; done; printf %s \"$1\"");
        script(bin.resolve("javac"), "exit 1");

        return home;
    }

    /** Makes a JDK that notes its words for each list of classes and each archive, and answers for the archive. */
    void jdkThatArchives(final String version, final String answer) throws IOException
    {
        jdk = jdk(version);
        script(jdk.resolve("bin/java"), """
            for word
            do
                case $word in
                    *ClassList*=*) list=${word#*=} ;;
                    *SharedArchiveFile=*) archive=$word ;;
                esac
            done
            case "$*" in
                *DumpLoadedClassList* | *-Xshare:dump*) echo "$*" >>'NOTES' ;;
            esac
            case "$*" in
                *DumpLoadedClassList*)
                    echo classes >"$list"
                    while [ $# -gt 1 ]; do shift; done
                    mkdir "$1"; exit ;;
                *-Xshare:dump*)
                    [ -s "$list" ] || exit
                    set -- "$archive"
                    ANSWER; exit ;;
            esac
            while [ $# -gt 1 ]; do printf '%s\\n' "$1"; shift; done
            printf %s "$1\"""".replace("NOTES", archives.toString()).replace("ANSWER", answer));
    }

    /** Returns the number of archives that were asked for. */
    int archives() throws IOException
    {
        return (int)requests().stream().filter(words -> words.contains(" -Xshare:dump ")).count();
    }

    /** Returns the words of each start of that JDK for a list or an archive. */
    List<String> requests() throws IOException
    {
        return Files.exists(archives) ? Files.readAllLines(archives) : List.of();
    }

    void maven(final String commands) throws IOException
    {
        script(tools.resolve("mvn"), "echo \"JAVA_HOME=$JAVA_HOME $*\" >>'" + builds + "'\n" + commands);
    }

    List<String> builds() throws IOException
    {
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    static void script(final Path path, final String commands) throws IOException
    {
        Files.writeString(path, "#!/bin/sh\n" + commands + "\n");
        executable(path);
    }

    static void executable(final Path path) throws IOException
    {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void age(final Path path, final int seconds) throws IOException
    {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    static Path installed(final String tool)
    {
        return Optional.ofNullable(Programs.find(tool)).orElseThrow(
            () -> new IllegalStateException("not in PATH: " + tool));
    }

    record Result(int exit, List<String> out, String err)
    {
    }
}
