package org.gale.tests.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Check that the suite finds each fault of the lists in {@code faults}. On demand:
 * {@code mvn test -Dgroups=faults -DexcludedGroups=slow}; with {@code -Dgale.faults=TEXT} only faults with that text in
 * their name. The table of results goes to {@code target/faults.md}.
 */
@Tag("faults")
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class FaultCheckTest
{
    private static final String ROOT_PACKAGE = "org.gale.";
    private static final long LIMIT_S = 600;
    private static final List<String> ROWS = new ArrayList<>();

    @TempDir
    private Path directory;

    static Stream<Fault> faults() throws IOException
    {
        final String wanted = System.getProperty("gale.faults", "");
        final List<Fault> faults = new ArrayList<>();
        for (final Path list : lists())
        {
            faults.addAll(Fault.read(list));
        }

        return faults.stream().filter(fault -> fault.name().contains(wanted));
    }

    static List<Path> lists() throws IOException
    {
        try (Stream<Path> lists = Files.list(SourceTree.ROOT.resolve("tests/src/test/resources/faults")))
        {
            return lists.sorted().toList();
        }
    }

    @AfterAll
    static void report() throws IOException
    {
        final Path table = Files.createDirectories(Path.of("target")).resolve("faults.md");
        Files.writeString(table, "| fault | found by |\n| --- | --- |\n" + String.join("", ROWS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldBeFound(final Fault fault) throws IOException, InterruptedException
    {
        final Path classes = Files.createDirectory(directory.resolve("classes"));
        FaultBuild.compile(fault, classes);

        final Path output = directory.resolve("output");
        final List<String> program = new ArrayList<>(List.of("-ea", FaultRun.class.getName()));
        fault.tests().forEach(test -> program.add(ROOT_PACKAGE + test));
        final Process process = new ProcessBuilder(FaultBuild.command(classes, program)).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        final boolean hasEnded = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();

        final String said = Files.readString(output);
        final boolean isFound = !hasEnded || process.exitValue() == FaultRun.FOUND;
        ROWS.add("| " + fault.name() + " | " + (isFound ? finder(said) : "**nobody**") + " |\n");
        assertTrue(isFound || process.exitValue() == FaultRun.NOT_FOUND, said);
        assertTrue(isFound, () -> fault.name() + " was not found by " + fault.tests());
    }

    private static String finder(final String said)
    {
        final String[] lines = said.strip().split("\n", -1);
        final String last = lines[lines.length - 1];

        return last.isEmpty() ? "no end" : last.replaceAll("[|].*", "").replaceAll(": .*", "");
    }
}
