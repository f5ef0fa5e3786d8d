package org.gale.engine.report.document;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ModelLawsTest
{
    private static final String REPORT = """
        {"exit": 0, "model": {"exits": 104, "direct": 4869, "forwarded": 131, "kicks": 3, "refills": 94,
        "transitions": 2, "overlaps": 1}, "accounting": {"direct": 4624, "forwarded": 58, "in_transition": 318},
        "actions": {"toggles": {"completed": 2}, "migration_every": {"due": 5, "begun": 4, "completed": 4}},
        "migrations": {"asked": 5, "started": 4, "completed": 4, "rolled_back": 0, "stop_ns": {"count": 4},
        "downtime_ns": {"count": 4}}}
        """;

    private static List<String> faults(final String report) throws IOException
    {
        final JsonNode json = new ObjectMapper().readTree(report);

        return ModelLaws.faults(json);
    }

    @Test
    void shouldFindNothingInASoundReportOrWithoutAModel() throws IOException
    {
        assertEquals(List.of(), faults(REPORT));
        assertEquals(List.of(), faults(REPORT.replace("\"exits\"", "\"version\"").replace("4869", "1")));
    }

    /** One event of 58 came by the other route, and waited while its affinity moved; two did not. */
    @Test
    void shouldAllowAMoveToTakeAnEventToTheOtherRoute() throws IOException
    {
        final String moved = REPORT.replace("\"toggles\"", "\"moves\": {\"completed\": 1}, \"toggles\"");

        assertEquals(List.of(), faults(moved.replace("4869, \"forwarded\": 131", "4943, \"forwarded\": 57")));
        assertEquals(List.of("/model/forwarded is 56, and /accounting/forwarded is 58"),
            faults(moved.replace("4869, \"forwarded\": 131", "4944, \"forwarded\": 56")));
    }

    /** Two messages that were forwarded came to vCPUs which had become direct. Without a transition none may. */
    @Test
    void shouldAllowATransitionToTakeWhatWaitsToTheOtherRoute() throws IOException
    {
        final String report = REPORT.replace("\"direct\": 4869, \"forwarded\": 131",
            "\"direct\": 4622, \"forwarded\": 378");

        assertEquals(List.of(), faults(report));
        assertEquals(List.of("/model/direct is 4622, and /accounting/direct is 4624"), faults(report
            .replace("\"transitions\": 2, \"overlaps\": 1", "\"transitions\": 0, \"overlaps\": 0")
            .replace("\"toggles\": {\"completed\": 2}", "\"toggles\": {\"completed\": 0}")));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
        "\"direct\": 4869 | \"direct\": 4868 | /model/direct and forwarded are 4999, and those of /accounting with " +
            "in_transition 5000",
        "\"direct\": 4869, \"forwarded\": 131 | \"direct\": 4943, \"forwarded\": 57 | /model/forwarded is 57, and " +
            "/accounting/forwarded is 58",
        "\"transitions\": 2 | \"transitions\": 3 | /model/transitions is 3, and /actions/toggles/completed is 2",
        "\"overlaps\": 1 | \"overlaps\": 3 | /model/overlaps is 3, and /model/transitions is 2",
        "\"asked\": 5 | \"asked\": 6 | /migrations says other numbers than /actions/migration_every",
        "\"stop_ns\": {\"count\": 4} | \"stop_ns\": {\"count\": 5} | /migrations/started is 4, " +
            "/migrations/stop_ns/count 5, and completed and rolled back are 4",
        "\"downtime_ns\": {\"count\": 4} | \"downtime_ns\": {\"count\": 3} | /migrations/downtime_ns/count is 3, and " +
            "/migrations/completed is 4",
        "\"refills\": 94 | \"refills\": 102 | /model/exits is 104, and its kicks and refills are 105",
    })
    void shouldFindACountThatOthersContradict(final String from, final String to, final String fault)
        throws IOException
    {
        assertEquals(List.of(fault), faults(REPORT.replace(from, to)));
    }
}
