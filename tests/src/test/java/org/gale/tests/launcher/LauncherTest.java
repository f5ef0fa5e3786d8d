package org.gale.tests.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

class LauncherTest extends LauncherFixture
{
    private static final String UNSAFE_FLAG = "--sun-misc-unsafe-memory-access=allow";

    @ParameterizedTest(name = "JDK {0}")
    @CsvSource({ "17.0.15, false", "21, false", "25.0.3, true" })
    void shouldChooseTheFlagsOfTheJdk(final String version, final boolean hasUnsafeFlag) throws Exception
    {
        jdk = jdk(version);

        final Result result = run("storm", "--vms", "2");

        assertEquals(EXIT_OK, result.exit(), result.err());
        assertEquals(hasUnsafeFlag, result.out().contains(UNSAFE_FLAG));
        assertThat(result.out()).contains("-Duser.language=en");
        assertThat(result.out()).endsWith("-jar", jar.toString(), "storm", "--vms", "2");
    }

    /** A hunt spends its time in the program, and a second compilation takes it a core of two for seconds. */
    @Test
    void shouldCompileOnceForAHunt() throws Exception
    {
        assertThat(run("hunt", "--", "true").out()).contains("-XX:TieredStopAtLevel=1");
        assertThat(run("storm", "hunt").out()).doesNotContain("-XX:TieredStopAtLevel=1");
    }

    @Test
    void shouldPassWordsAsTheyAre() throws Exception
    {
        final Result result = run("a b", "*", "");

        assertThat(result.out()).endsWith("-jar", jar.toString(), "a b", "*", "");
    }

    @Test
    void shouldPutTheFlagsOfTheUserLast() throws Exception
    {
        final ProcessBuilder builder = launcher("profiles");
        builder.environment().put("GALE_JAVA_OPTS", "-Xmx1g -Da=*");

        assertThat(run(builder).out()).endsWith("-Xmx1g", "-Da=*", "-jar", jar.toString(), "profiles");
    }

    @Test
    void shouldFindItsTreeThroughALink() throws Exception
    {
        final Path link = Files.createSymbolicLink(tools.resolve("gale"), root.resolve("engine/bin/gale"));
        final ProcessBuilder builder = launcher("doctor");
        builder.command().set(0, link.toString());

        assertThat(run(builder).out()).endsWith("-jar", jar.toString(), "doctor");
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
        run("storm");

        assertEquals("", run("storm").err());
        assertEquals(List.of(), builds());
    }

    @Test
    void shouldBuildWhenTheJarIsMissing() throws Exception
    {
        Files.delete(jar);

        final Result result = run("storm");

        assertEquals(EXIT_OK, result.exit(), result.err());
        assertThat(result.err().lines().map(LauncherTest::withoutSeconds)).containsExactly(
            "gale: building engine/app/target/gale.jar (log: engine/app/target/build.log)",
            "gale:   Maven starts N s",
            "gale: built in N s",
            "gale:   archives the classes of small commands N s");
        assertEquals(1, builds().size());
        assertThat(builds().get(0)).contains("-Pquick -pl engine/app -am").contains("JAVA_HOME=" + jdk);
    }

    private static String withoutSeconds(final String line)
    {
        return line.replaceAll(" +\\d+ s$", " N s");
    }

    @Test
    void shouldSayWhatABuildDoes() throws Exception
    {
        Files.delete(jar);
        maven("""
            echo '[INFO] Scanning for projects...'
            echo 'Downloading from central: https://repo.maven.apache.org/a.pom'
            echo 'Downloaded from central: https://repo.maven.apache.org/a.pom (1 kB at 1 kB/s)'
            echo 'Downloading from central: https://repo.maven.apache.org/a.jar'
            echo '[INFO] --- maven-compiler-plugin:3.14.1:compile (default-compile) @ gale-tables ---'
            echo '[INFO] Compiling 172 source files with javac [debug release 17] to target/classes'
            echo '[INFO] --- maven-jar-plugin:3.4.2:jar (default-jar) @ gale-tables ---'
            echo '[INFO] --- maven-compiler-plugin:3.14.1:compile (default-compile) @ gale-machine ---'
            echo '[INFO] Nothing to compile - all classes are up to date.'
            """ + MAKE_JAR + "printf '\\033[0m'");

        final Result result = run("storm");

        assertThat(result.err().lines().map(LauncherTest::withoutSeconds)).containsExactly(
            "gale: building engine/app/target/gale.jar (log: engine/app/target/build.log)",
            "gale:   Maven starts N s",
            "gale:   Maven loads what it lacks N s",
            "gale:   compiles tables (172 files) N s",
            "gale:   writes the jar of tables N s",
            "gale: built in N s",
            "gale:   archives the classes of small commands N s");
        assertThat(Files.readString(root.resolve("engine/app/target/build.log"))).contains("Nothing to compile");
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

        assertEquals(EXIT_OK, result(first).exit());
        assertEquals(EXIT_OK, result(second).exit());
        assertEquals(1, builds().size());
    }

    @Test
    void shouldBuildTheBenchmarksWhenTheyAreAskedFor() throws Exception
    {
        final Path benchmarks = root.resolve("benchmarks/target/gale-benchmarks.jar");

        final Result result = run("bench");

        assertThat(result.out()).contains("-Dgale.bench.jar=" + benchmarks);
        assertThat(benchmarks).exists();
        assertThat(builds()).hasSize(1).first().asString().contains("-pl benchmarks -am");
    }

    @ParameterizedTest(name = "bench {0}")
    @ValueSource(strings = { "--help", "-h", "--version", "storm --help" })
    void shouldBuildNoBenchmarksForTheirHelp(final String words) throws Exception
    {
        final List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(words.split(" ", -1)));

        assertThat(run(all.toArray(new String[0])).out()).endsWith(all.toArray(new String[0]));

        assertEquals(List.of(), builds());
    }

    @Test
    void shouldShowTheErrorsWhenTheBuildFails() throws Exception
    {
        Files.delete(jar);
        maven("echo '[INFO] so far so good'; echo '[ERROR] Field.java:[3,1] no'; exit 1");

        final Result result = run("storm");

        assertEquals(EXIT_INTERNAL, result.exit());
        assertEquals(List.of(), result.out());
        assertEquals(
            "gale: building engine/app/target/gale.jar (log: engine/app/target/build.log)\n" +
            "gale:   Maven starts N s\n" +
            "[ERROR] Field.java:[3,1] no\n" +
            "gale: the build failed, see " + root + "/engine/app/target/build.log",
            result.err().replaceAll(" +\\d+ s\n", " N s\n"));
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

        final Path archive = root.resolve("engine/app/target/gale-17.jsa");
        assertThat(first.out()).contains("-XX:SharedArchiveFile=" + archive);
        assertEquals("classes", Files.readString(archive));
        assertEquals(1, archives());
    }

    @Test
    void shouldArchiveTheClassesOfSmallCommandsAndLeaveNoFiles() throws Exception
    {
        jdkThatArchives("17.0.15", "printf classes >\"${1#*=}\"");

        run("script");

        final Path target = root.resolve("engine/app/target");
        assertThat(requests()).hasSize(2);
        assertThat(requests().get(0)).contains(" -Dgale.training=true -jar " + jar + ' ' + target);
        assertThat(requests().get(1)).endsWith(" -cp " + jar);
        assertThat(target).isDirectoryNotContaining("glob:**.jsa.*");
    }

    @Test
    void shouldMakeNoArchiveWithoutAListOfClasses() throws Exception
    {
        jdkThatArchives("17.0.15", "printf classes >\"${1#*=}\"");
        final Path java = jdk.resolve("bin/java");
        script(java, Files.readString(java).replace("mkdir \"$1\"; exit ;;", "exit 1 ;;"));

        final Result result = run("script");

        assertThat(result.out()).endsWith("-jar", jar.toString(), "script");
        assertEquals(0, archives());
        assertThat(root.resolve("engine/app/target/gale-17.jsa")).isEmptyFile();
        assertThat(root.resolve("engine/app/target")).isDirectoryNotContaining("glob:**.jsa.*");
    }

    @Test
    void shouldArchiveClassesAnewWhenTheJdkIsNewer() throws Exception
    {
        jdkThatArchives("17.0.15", "printf classes >\"${1#*=}\"");
        run("storm");
        age(root.resolve("engine/app/target/gale-17.jsa"), 5);
        age(jdk.resolve("release"), 2);

        run("storm");

        assertEquals(2, archives());
    }

    /** The JVM passes over an archive whose jar has moved. */
    @Test
    void shouldArchiveClassesAnewInACopyOfACheckout() throws Exception
    {
        jdkThatArchives("17.0.15", "printf classes >\"${1#*=}\"");
        final Path place = root.resolve("engine/app/target/gale-17.place");
        run("storm");
        assertEquals(root.resolve("engine/app/target") + "\n", Files.readString(place));
        Files.writeString(place, "/another/engine/app/target\n");

        run("storm");
        run("storm");

        assertEquals(2, archives());
    }

    @Test
    void shouldStartWithoutAnArchiveWhenNoneCanBeMade() throws Exception
    {
        jdkThatArchives("17.0.15", "exit 1");

        run("storm");

        final Result next = run("storm");
        assertEquals("", next.err());
        assertThat(next.out()).endsWith("-jar", jar.toString(), "storm");
        assertEquals(1, archives());
        assertThat(root.resolve("engine/app/target")).isDirectoryNotContaining("glob:**.jsa.*");
    }
}
