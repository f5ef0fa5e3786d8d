package org.gale.engine.report;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.StormHistory;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

class StormCsvTest
{
    @Test
    void shouldRoundTimesAndRatesToTheNearest() throws IOException
    {
        final StringWriter out = new StringWriter();
        final Interval interval = new Interval(1_499_500, 600_000_499, false,
            new Interval.Counts(2, 1, 0, 0, 0), Map.of(), List.of());
        StormCsv.write(new StormHistory(List.of(interval), StormResults.HISTORY.heat(), 0), false, out);

        final String row = out.toString().lines().toList().get(1);
        assertTrue(row.startsWith("0.001500,0.600000,false,2,1,2,0,"), row);
    }
}
