package org.gale.engine.report.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SpreadLawsTest
{
    private static final String RUNS = """
        {"run": 0, "point": 0, "figures": {"rate": 1200, "elapsed_s": 1.5}}
        {"run": 1, "point": 0, "figures": {"rate": 1191, "elapsed_s": 1.50}}
        {"run": 3, "point": 1, "figures": {}}
        {"run": 5, "point": 2, "figures": {"rate": 7}}
        {"run": 6, "point": 2, "figures": {"rate": 5}}
        {"run": 7, "point": 2, "figures": {"rate": 6}}
        """;
    private static final String POINTS = """
        {"point": 0, "spread": {"rate": {"min": 1191, "median": 1191, "max": 1200},
        "elapsed_s": {"min": 1.5, "median": 1.5, "max": 1.5}}}
        {"point": 1}
        {"point": 2, "spread": {"rate": {"min": 5, "median": 6, "max": 7}}}
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldFindNothingInASoundSweep() throws IOException
    {
        assertEquals(List.of(), faults(POINTS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"median\": 1191 | \"median\": 1200 | 0/spread/rate/median is 1200, and that of its runs is 1191",
        "\"max\": 1.5 | \"max\": 1.6 | 0/spread/elapsed_s/max is 1.6, and that of its runs is 1.5",
        "\"min\": 5 | \"min\": 6 | 2/spread/rate/min is 6, and that of its runs is 5",
        "\"point\": 1} | \"point\": 1, \"spread\": {\"lag\": 1}} | 1/spread has 1 figures, and its runs have 0",
    })
    void shouldFindAFigureThatRunsContradict(final String from, final String to, final String fault)
        throws IOException
    {
        assertEquals(List.of("points.jsonl /" + fault), faults(POINTS.replace(from, to)));
    }

    private List<String> faults(final String points) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("runs.jsonl"), RUNS);
        try (SpreadLaws laws = new SpreadLaws(file))
        {
            try (MappingIterator<JsonNode> rows = new ObjectMapper().readerFor(JsonNode.class).readValues(points))
            {
                while (rows.hasNext())
                {
                    laws.point(rows.next());
                }
            }

            return laws.faults();
        }
    }
}
