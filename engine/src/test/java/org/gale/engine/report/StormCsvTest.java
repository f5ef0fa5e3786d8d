package org.gale.engine.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.StormHistory;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormCsvTest
{
    @Test
    void shouldHaveARowForEachInterval() throws IOException
    {
        final StringWriter out = new StringWriter();
        StormCsv.write(StormResults.HISTORY, new BufferedWriter(out, 1 << 16));

        final List<String> lines = out.toString().lines().toList();
        assertEquals(4, lines.size());
        assertTrue(lines.get(0).startsWith("start_s,length_s,warmup,offered,delivered,rate_per_s,pending,lane_words," +
            "journal_bytes,response_count,response_p50,response_p90,response_p99,response_p99_9,response_p99_99," +
            "response_max,service_count,"), lines.get(0));
        assertEquals("1.000000,1.000000,false,14000007,14000000,14000000,7,1024,120000000," +
            "10000,4096,6143,12287,28671,90111,311295,10000,4096,6143,12287,28671,90111,311295," +
            "10000,4096,6143,12287,28671,90111,311295", lines.get(2));
        assertTrue(lines.stream().allMatch(line -> line.split(",", -1).length == 30));
    }

    @Test
    void shouldRoundTimesAndRatesToTheNearest() throws IOException
    {
        final StringWriter out = new StringWriter();
        final Interval interval = new Interval(1_499_500, 600_000_499, false,
            new Interval.Counts(2, 1, 0, 0, 0), Map.of(), List.of());
        StormCsv.write(new StormHistory(List.of(interval), StormResults.HISTORY.heat(), 0), out);

        final String row = out.toString().lines().toList().get(1);
        assertTrue(row.startsWith("0.001500,0.600000,false,2,1,2,0,"), row);
    }
}
