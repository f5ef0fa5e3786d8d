package org.gale.tests.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rule that the lists of faults follow the sources: each fault still has its lines, and its test classes exist. */
class FaultListsTest
{
    private static final int FAULTS_LEAST = 6;
    private static final List<String> MODULES = List.of("tables", "ringbuf", "engine", "tests");
    private static final List<String> AREAS =
        List.of("tables", "ringbuf", "irs", "its", "cpuif", "models", "accounting", "journal", "agent", "order",
            "storm", "verdicts");

    static Stream<Fault> faults() throws IOException
    {
        return FaultCheckTest.faults();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldFindTheLinesAndTheTestsOfAFault(final Fault fault) throws IOException
    {
        final List<String> source = Files.readAllLines(FaultCheckTest.root().resolve(fault.file()));
        assertDoesNotThrow(() -> fault.applied(source));
        for (final String test : fault.tests())
        {
            final String path = "src/test/java/org/gale/" + test.replace('.', '/') + ".java";
            assertTrue(MODULES.stream().anyMatch(
                module -> Files.exists(FaultCheckTest.root().resolve(module).resolve(path))), test);
        }
    }

    @Test
    void shouldHaveAListOfSixFaultsForEachArea() throws IOException
    {
        final Set<String> names = new HashSet<>();
        for (final String area : AREAS)
        {
            final Path list = FaultCheckTest.root().resolve("tests/src/test/resources/faults/" + area + ".faults");
            final List<Fault> faults = Fault.read(list);
            assertTrue(faults.size() >= FAULTS_LEAST, area);
            faults.forEach(fault -> assertTrue(names.add(fault.name()), fault.name()));
        }
    }
}
