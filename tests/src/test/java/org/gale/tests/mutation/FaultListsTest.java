package org.gale.tests.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rule that the lists of faults follow the sources: each fault still has its lines, and its test classes exist. */
class FaultListsTest
{
    private static final int FAULTS_LEAST = 6;
    private static final List<String> AREAS =
        List.of("tables", "ringbuf", "irs", "its", "cpuif", "models", "accounting", "journal", "agent", "order",
            "storm", "verdicts");

    /** Row of the page: name of a list, words for it, and its count. */
    private static final Pattern ROW =
        Pattern.compile("^\\| ([a-z0-9-]+) \\| [^|]*\\| ([0-9,]+) \\|", Pattern.MULTILINE);

    static Stream<Fault> faults() throws IOException
    {
        return FaultCheckTest.faults();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldFindTheLinesAndTheTestsOfAFault(final Fault fault) throws IOException
    {
        final List<String> source = Files.readAllLines(SourceTree.main(fault.file()));
        assertDoesNotThrow(() -> fault.applied(source));
        for (final String test : fault.tests())
        {
            assertDoesNotThrow(() -> SourceTree.test(test.replace('.', '/') + ".java"));
        }
    }

    @Test
    void shouldHaveAListOfSixFaultsForEachArea() throws IOException
    {
        final Set<String> names = new HashSet<>();
        for (final String area : AREAS)
        {
            final Path list = SourceTree.ROOT.resolve("tests/src/test/resources/faults/" + area + ".faults");
            final List<Fault> faults = Fault.read(list);
            assertTrue(faults.size() >= FAULTS_LEAST, area);
            faults.forEach(fault -> assertTrue(names.add(fault.name()), fault.name()));
        }
    }

    @Test
    void shouldHaveTheCountOfEachListOnThePage() throws IOException
    {
        final Map<String, Integer> shown = new TreeMap<>();
        final String page = Files.readString(SourceTree.ROOT.resolve("engine/docs/faults.md"));
        final Matcher row = ROW.matcher(page.substring(0, page.indexOf("\n## ")));
        while (row.find())
        {
            shown.put(row.group(1), Integer.parseInt(row.group(2).replace(",", "")));
        }

        final Map<String, Integer> counts = new TreeMap<>();
        for (final Path list : FaultCheckTest.lists())
        {
            counts.put(list.getFileName().toString().replace(".faults", ""), Fault.read(list).size());
        }
        counts.put("all", counts.values().stream().mapToInt(count -> count).sum());

        assertEquals(counts, shown);
    }
}
