package org.gale.tests.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

class LauncherTest
{
    private static final int EXIT_OK = 0;
    private static final int EXIT_INTERNAL = 1;
    private static final int EXIT_RESOURCES = 8;
    private static final String UNSAFE_FLAG = "--sun-misc-unsafe-memory-access=allow";
    private static final List<String> TOOLS = List.of(
        "dirname", "find", "flock", "grep", "head", "mkdir", "mv", "readlink", "rm", "sed", "sleep",
        "tail", "touch");

    private static final String WHOLE_JAR = "PK\003\004...PK\005\006..................";
    private static final String MAKE_JAR =
        "printf 'PK\\003\\004...PK\\005\\006..................' >engine/target/gale.jar; ";

    @TempDir
    private Path directory;
    private Path root;
    private Path jar;
    private Path source;
    private Path tools;
    private Path jdk;
    private Path builds;
    private Path archives;

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
        Files.copy(Path.of(System.getProperty("basedir", "")).resolveSibling("engine/bin/gale"), launcher);
        executable(launcher);

        source = Files.createDirectories(root.resolve("tables/src/main/java")).resolve("Field.java");
        Files.writeString(source, "old");
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        jar = Files.createDirectories(root.resolve("engine/target")).resolve("gale.jar");
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

    @ParameterizedTest(name = "JDK {0}")
    @CsvSource({ "17.0.15, false", "21, false", "25.0.3, true" })
    void shouldChooseTheFlagsOfTheJdk(final String version, final boolean hasUnsafeFlag) throws Exception
    {
        jdk = jdk(version);

        final Result result = run("storm", "--vms", "2");

        assertEquals(EXIT_OK, result.exit, result.err);
        assertEquals(hasUnsafeFlag, result.out.contains(UNSAFE_FLAG));
        assertThat(result.out).endsWith("-jar", jar.toString(), "storm", "--vms", "2");
    }

    @Test
    void shouldPassWordsAsTheyAre() throws Exception
    {
        final Result result = run("a b", "*", "");

        assertThat(result.out).endsWith("-jar", jar.toString(), "a b", "*", "");
    }

    @Test
    void shouldPutTheFlagsOfTheUserLast() throws Exception
    {
        final ProcessBuilder builder = launcher("profiles");
        builder.environment().put("GALE_JAVA_OPTS", "-Xmx1g -Da=*");

        assertThat(run(builder).out).endsWith("-Xmx1g", "-Da=*", "-jar", jar.toString(), "profiles");
    }

    @Test
    void shouldFindItsTreeThroughALink() throws Exception
    {
        final Path link = Files.createSymbolicLink(tools.resolve("gale"), root.resolve("engine/bin/gale"));
        final ProcessBuilder builder = launcher("doctor");
        builder.command().set(0, link.toString());

        assertThat(run(builder).out).endsWith("-jar", jar.toString(), "doctor");
    }

    @Test
    void shouldSayWhatToInstallWhenThereIsNoJava() throws Exception
    {
        final ProcessBuilder builder = launcher("storm");
        builder.environment().remove("JAVA_HOME");

        assertRefusal(run(builder), "gale: no java in PATH. Install a JDK 17 or newer");
    }

    @Test
    void shouldSayWhatToInstallWhenJavaHomeIsEmpty() throws Exception
    {
        Files.delete(jdk.resolve("bin/java"));

        assertRefusal(run("storm"), "gale: no java in JAVA_HOME=" + jdk + ". Install a JDK 17 or newer");
    }

    @ParameterizedTest(name = "JDK {0}")
    @CsvSource({ "11.0.2, is Java 11", "16, is Java 16", "1.8.0_292, is Java 8 or older" })
    void shouldSayWhatToInstallWhenJavaIsTooOld(final String version, final String words) throws Exception
    {
        jdk = jdk(version);

        assertRefusal(run("storm"), "gale: " + jdk + "/bin/java " + words + ". Install a JDK 17 or newer");
    }

    @Test
    void shouldNotBuildWhenTheJarIsFresh() throws Exception
    {
        assertEquals("", run("storm").err);

        assertEquals(List.of(), builds());
    }

    @Test
    void shouldBuildWhenTheJarIsMissing() throws Exception
    {
        Files.delete(jar);

        final Result result = run("storm");

        assertEquals(EXIT_OK, result.exit, result.err);
        assertEquals("gale: building engine/target/gale.jar (log: engine/target/build.log)", result.err);
        assertEquals(1, builds().size());
        assertThat(builds().get(0)).contains("-pl engine -am").contains("JAVA_HOME=" + jdk);
    }

    @Test
    void shouldBuildOnceWhenASourceIsNewer() throws Exception
    {
        age(source, 5);

        run("storm");
        run("storm");

        assertEquals(1, builds().size());
    }

    @Test
    void shouldBuildWhenASourceWasRemoved() throws Exception
    {
        Files.delete(source);

        run("storm");

        assertEquals(1, builds().size());
    }

    @Test
    void shouldBuildOnceWhenTwoStartTogether() throws Exception
    {
        maven("sleep 0.5; " + MAKE_JAR);
        Files.delete(jar);

        final Process first = launcher("storm").start();
        final Process second = launcher("storm").start();

        assertEquals(EXIT_OK, result(first).exit);
        assertEquals(EXIT_OK, result(second).exit);
        assertEquals(1, builds().size());
    }

    @Test
    void shouldBuildTheBenchmarksWhenTheyAreAskedFor() throws Exception
    {
        final Path benchmarks = root.resolve("benchmarks/target/gale-benchmarks.jar");

        final Result result = run("bench");

        assertThat(result.out).contains("-Dgale.bench.jar=" + benchmarks);
        assertThat(benchmarks).exists();
        assertThat(builds()).hasSize(1).first().asString().contains("-pl benchmarks -am");
    }

    @Test
    void shouldShowTheErrorsWhenTheBuildFails() throws Exception
    {
        Files.delete(jar);
        maven("echo '[INFO] so far so good'; echo '[ERROR] Field.java:[3,1] no'; exit 1");

        final Result result = run("storm");

        assertEquals(EXIT_INTERNAL, result.exit);
        assertEquals(List.of(), result.out);
        assertEquals(
            "gale: building engine/target/gale.jar (log: engine/target/build.log)\n" +
            "[ERROR] Field.java:[3,1] no\n" +
            "gale: the build failed, see " + root + "/engine/target/build.log",
            result.err);
    }

    @Test
    void shouldSayWhatToInstallWhenABuildNeedsMaven() throws Exception
    {
        Files.delete(jar);
        Files.delete(tools.resolve("mvn"));

        assertRefusal(run("storm"), "gale: no mvn in PATH to build " + jar + " with. Install Maven 3.8 or newer");
    }

    @Test
    void shouldSayWhatToInstallWhenABuildNeedsACompiler() throws Exception
    {
        Files.delete(jar);
        Files.delete(jdk.resolve("bin/javac"));

        assertRefusal(run("storm"), "gale: " + jdk + " has no compiler to build " + jar + " with. Install a JDK 17");
    }

    @Test
    void shouldArchiveClassesOnceForAJdk() throws Exception
    {
        jdkThatArchives("17.0.15", "printf classes >\"${1#*=}\"");

        final Result first = run("storm");
        run("storm");

        final Path archive = root.resolve("engine/target/gale-17.jsa");
        assertThat(first.out).contains("-XX:SharedArchiveFile=" + archive);
        assertEquals("classes", Files.readString(archive));
        assertEquals(1, archives());
    }

    @Test
    void shouldArchiveClassesAnewWhenTheJdkIsNewer() throws Exception
    {
        jdkThatArchives("17.0.15", "printf classes >\"${1#*=}\"");
        run("storm");
        age(root.resolve("engine/target/gale-17.jsa"), 5);
        age(jdk.resolve("release"), 2);

        run("storm");

        assertEquals(2, archives());
    }

    @Test
    void shouldStartWithoutAnArchiveWhenNoneCanBeMade() throws Exception
    {
        jdkThatArchives("17.0.15", "exit 1");

        assertEquals("", run("storm").err);
        assertThat(run("storm").out).endsWith("-jar", jar.toString(), "storm");

        assertEquals(1, archives());
        assertThat(root.resolve("engine/target")).isDirectoryNotContaining("glob:**.jsa.*");
    }

    @Test
    void shouldSayThatAStaleJarCannotBeBuilt() throws Exception
    {
        Files.delete(jar);
        Files.delete(jar.getParent());
        Files.writeString(jar.getParent(), "no directory");

        assertRefusal(
            run("storm"), "gale: cannot write to " + jar.getParent() + ", and " + jar + " is missing or older");
    }

    @Test
    void shouldBuildADamagedJarAnew() throws Exception
    {
        Files.writeString(jar, WHOLE_JAR.substring(0, WHOLE_JAR.length() - 9));
        age(jar, 10);

        final Result result = run("storm");

        assertEquals(EXIT_OK, result.exit, result.err);
        assertThat(result.err).startsWith("gale: " + jar + " is damaged\ngale: building ");
        assertEquals(WHOLE_JAR, Files.readString(jar));
    }

    @Test
    void shouldReopenClosedDescriptors() throws Exception
    {
        script(jdk.resolve("bin/java"),
            "for fd in 0 1 2; do readlink /proc/$$/fd/$fd; done >" + directory.resolve("descriptors"));
        final ProcessBuilder builder = launcher("script");
        builder.command().addAll(0, List.of("/bin/sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"));

        assertEquals(EXIT_OK, run(builder).exit);

        assertThat(Files.readAllLines(directory.resolve("descriptors"))).element(0).isEqualTo("/dev/null");
    }

    @Test
    void shouldUseTheTemporaryDirectoryOfTheUser() throws Exception
    {
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("TMPDIR", "/a place");

        assertThat(run(builder).out).contains("-Djava.io.tmpdir=/a place");
        assertThat(run("storm").out).noneMatch(word -> word.startsWith("-Djava.io.tmpdir"));
    }

    @Test
    void shouldLeaveTheInitialHeapToALimitOfTheUser() throws Exception
    {
        final ProcessBuilder builder = launcher("storm");
        builder.environment().put("GALE_JAVA_OPTS", "-Xmx48m");

        assertThat(run(builder).out).doesNotContain("-Xms64m");
        assertThat(run("storm").out).contains("-Xms64m");
    }

    @ParameterizedTest(name = "LC_ALL={0}")
    @CsvSource({ "C, C.UTF-8", "de_DE.UTF-8, de_DE.UTF-8", "en_US.utf8, en_US.utf8", ", C.UTF-8" })
    void shouldReadFileNamesAsUtf8(final String locale, final String used) throws Exception
    {
        script(jdk.resolve("bin/java"), "printf %s \"$LC_ALL\"");
        final ProcessBuilder builder = launcher("storm");
        if (locale != null)
        {
            builder.environment().put("LC_ALL", locale);
        }

        assertThat(run(builder).out).containsExactly(used);
    }

    private static void assertRefusal(final Result result, final String line)
    {
        assertEquals(EXIT_RESOURCES, result.exit, result.err);
        assertEquals(List.of(), result.out);
        assertThat(result.err).startsWith(line).doesNotContain("\n");
    }

    private Result run(final String... words) throws Exception
    {
        return run(launcher(words));
    }

    private static Result run(final ProcessBuilder builder) throws Exception
    {
        return result(builder.start());
    }

    private static Result result(final Process process) throws Exception
    {
        final String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        final String err = new String(process.getErrorStream().readAllBytes(), UTF_8);

        return new Result(process.waitFor(), out.isEmpty() ? List.of() : List.of(out.split("\n", -1)), err.strip());
    }

    private ProcessBuilder launcher(final String... words)
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
    private Path jdk(final String version) throws IOException
    {
        final Path home = directory.resolve("jdk-" + version);
        final Path bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(bin.resolve("java"), "while [ $# -gt 1 ]; do printf '%s\\n' \"$1\"; shift; done; printf %s \"$1\"");
        script(bin.resolve("javac"), "exit 1");

        return home;
    }

    /** Makes a JDK that notes each request for an archive, and answers it. */
    private void jdkThatArchives(final String version, final String answer) throws IOException
    {
        jdk = jdk(version);
        script(jdk.resolve("bin/java"), "case \"$*\" in *ArchiveClassesAtExit*)\n" +
            "    echo x >>'" + archives + "'\n" +
            "    while [ \"${1#-XX:Arch}\" = \"$1\" ]; do shift; done\n" +
            "    " + answer + "; exit ;;\nesac\n" +
            "while [ $# -gt 1 ]; do printf '%s\\n' \"$1\"; shift; done; printf %s \"$1\"");
    }

    private int archives() throws IOException
    {
        return Files.exists(archives) ? Files.readAllLines(archives).size() : 0;
    }

    private void maven(final String commands) throws IOException
    {
        script(tools.resolve("mvn"), "echo \"JAVA_HOME=$JAVA_HOME $*\" >>'" + builds + "'\n" + commands);
    }

    private List<String> builds() throws IOException
    {
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    private static void script(final Path path, final String commands) throws IOException
    {
        Files.writeString(path, "#!/bin/sh\n" + commands + "\n");
        executable(path);
    }

    private static void executable(final Path path) throws IOException
    {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void age(final Path path, final int seconds) throws IOException
    {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    private static Path installed(final String tool)
    {
        for (final String place : System.getenv("PATH").split(":", -1))
        {
            final Path path = Path.of(place, tool);
            if (Files.isExecutable(path))
            {
                return path;
            }
        }

        throw new IllegalStateException("not in PATH: " + tool);
    }

    private record Result(int exit, List<String> out, String err)
    {
    }
}
