package org.gale.tests.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the page about embedding: its examples are compiled and run as they stand, in an empty directory. */
class EmbeddingPageTest
{
    /** Class path of what takes the machine home: jars in a build with packages, else folders of classes. */
    private static final Pattern DOOR_OF_THE_MACHINE = Pattern.compile(
        "/gale-(?:machine|tables|ringbuf)-[0-9.]+\\.jar$|" +
        "/(?:machine|tables|ringbuf)/target/classes$|/agrona-[0-9.]+\\.jar$");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?public class (\\w+).*?)```", Pattern.DOTALL);
    private static final Pattern FLAG = Pattern.compile("^-[-X].*$", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("`((?:system|config|machine|command|software|" +
        "storm(?:\\.(?:run|result))?|report|replay|inspect)\\.[A-Z]\\w+)`");

    private static final String PAGE = read(SourceTree.ROOT.resolve("engine/docs/embedding.md"));
    /** Flags of a short life, beside those of the page. */
    private static final List<String> QUICK =
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData");

    @TempDir
    private static Path classes;
    private static List<String> compiled;

    @TempDir
    private Path directory;

    @BeforeAll
    static void compile() throws IOException
    {
        final List<String> names = new ArrayList<>();
        final Matcher example = EXAMPLE.matcher(PAGE);
        while (example.find())
        {
            final Path source = classes.resolve(example.group(2) + ".java");
            Files.writeString(source, example.group(1));
            assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-cp",
                System.getProperty("java.class.path"), "-d", classes.toString(), source.toString()));
            names.add(example.group(2));
        }
        compiled = names;
    }

    @Test
    void shouldCompileAndRunTheExamplesInTheirOrder() throws Exception
    {
        assertEquals(List.of("DriveMachine", "RunStorm", "LookBack"), compiled);

        final String driven = run("DriveMachine");
        assertTrue(driven.startsWith("irq of PE 0: 1\nacknowledged SPI: 5\ndigest: "), driven);
        assertEquals("delivered: 100000\nall is well: true\nJSON: true\n", run("RunStorm"));
        final String back = run("LookBack");
        assertTrue(back.startsWith("commands: 50000\n{\"view\":\"vist\""), back);
    }

    @Test
    void shouldEndAtTheFirstCallWithOneErrorWhereFlagsAreMissing() throws Exception
    {
        final List<String> needed =
            flags().stream().filter(flag -> flag.matches("--add-(?:exports|opens)=.*")).toList();
        assertEquals(4, needed.size());

        for (final String name : List.of("RunStorm", "LookBack"))
        {
            assertMissing(name, needed, List.of());
        }
        assertMissing("RunStorm", needed.subList(3, 4), needed.subList(0, 3));
        assertMissing("RunStorm", needed.subList(1, 2), List.of(needed.get(0), needed.get(2), needed.get(3)));
    }

    @Test
    void shouldDriveAMachineWithItsFlagAlone() throws Exception
    {
        final List<String> needed =
            flags().stream().filter(flag -> flag.contains("jdk.internal.misc")).toList();
        assertEquals(1, needed.size());

        assertMissing("DriveMachine", needed, List.of());
        assertEquals(0, exitCode("DriveMachine", needed), read(directory.resolve("DriveMachine.err")));
    }

    @Test
    void shouldDriveAMachineOnTheDoorOfTheMachineAlone() throws Exception
    {
        final String all = run("DriveMachine");
        final List<String> door = Stream.of(System.getProperty("java.class.path").split(":", -1))
            .filter(entry -> DOOR_OF_THE_MACHINE.matcher(entry).find()).toList();

        assertEquals(4, door.size(), door.toString());
        assertEquals(0, exitCode("DriveMachine", flags().subList(0, 1), String.join(":", door)),
            () -> read(directory.resolve("DriveMachine.err")));
        assertEquals(all, read(directory.resolve("DriveMachine.out")));
    }

    private void assertMissing(final String name, final List<String> missing, final List<String> given)
        throws IOException, InterruptedException
    {
        assertEquals(1, exitCode(name, given));
        final String err = read(directory.resolve(name + ".err"));
        assertTrue(err.startsWith("Exception in thread \"main\" org.gale.engine.config.OutcomeException: the JVM " +
            "lacks flags that Gale needs: " + String.join(" ", missing) + " (engine/docs/embedding.md"), err);
        assertFalse(err.contains("Caused by"), err);
    }

    @Test
    void shouldNameTheFlagsOfTheBuild()
    {
        final String pom = read(SourceTree.ROOT.resolve("pom.xml"));
        final String flags = pom.substring(pom.indexOf("<gale.java.flags>") + 17, pom.indexOf("</gale.java.flags>"));

        assertEquals(List.of(flags.trim().split("\\s+")), flags());
    }

    @Test
    void shouldNameTypesThatExist()
    {
        final Matcher type = TYPE.matcher(PAGE);
        int count = 0;
        while (type.find())
        {
            final String name = "org.gale.engine." + type.group(1);
            assertDoesNotThrow(() -> Class.forName(name, false, getClass().getClassLoader()), name);
            count++;
        }
        assertTrue(count >= 10, "count=" + count);
    }

    private List<String> flags()
    {
        final String section = PAGE.substring(PAGE.indexOf("## Flags"), PAGE.indexOf("An example of this page"));

        return FLAG.matcher(section).results().map(found -> found.group()).toList();
    }

    private String run(final String name) throws IOException, InterruptedException
    {
        assertEquals(0, exitCode(name, flags()), read(directory.resolve(name + ".err")));

        return read(directory.resolve(name + ".out"));
    }

    private int exitCode(final String name, final List<String> flags) throws IOException, InterruptedException
    {
        return exitCode(name, flags, System.getProperty("java.class.path"));
    }

    private int exitCode(final String name, final List<String> flags, final String classPath)
        throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK);
        command.addAll(flags);
        command.addAll(List.of("-Djava.io.tmpdir=" + directory, "-cp",
            classPath + ":" + classes, name));
        final Path out = directory.resolve(name + ".out");
        final Path err = directory.resolve(name + ".err");

        return new ProcessBuilder(command).directory(directory.toFile())
            .redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    }

    private static String read(final Path file)
    {
        return assertDoesNotThrow(() -> Files.readString(file));
    }
}
