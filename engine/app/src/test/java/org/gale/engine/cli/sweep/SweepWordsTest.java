package org.gale.engine.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.junit.jupiter.api.Test;

class SweepWordsTest
{
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    @Test
    void shouldStartAShortStormWithTheQuickCompilerBeforeWhatTheUserGives()
    {
        final List<String> line = line(true, false);

        assertEquals(List.of("-Djava.io.tmpdir=/t", QUICK), line.subList(1, 3));
        assertTrue(line.contains("-Xmx" + (256L << 20)), line.toString());
    }

    @Test
    void shouldStartALongStormWithBothCompilers()
    {
        assertEquals(Collections.frequency(ManagementFactory.getRuntimeMXBean().getInputArguments(), QUICK),
            Collections.frequency(line(false, false), QUICK));
    }

    @Test
    void shouldNameItsJournalWhenItIsKept()
    {
        final List<String> kept = line(true, true);

        assertEquals(List.of("--json", "/d/report.json", "--hlog", "/d/latency.hlog", "--journal", "/t/journal"),
            kept.subList(kept.indexOf("--json"), kept.size()));
        assertFalse(line(true, false).contains("--journal"));
    }

    private static List<String> line(final boolean isShort, final boolean isKept)
    {
        final SweepPlan plan = SweepPlan.of(SweepText.read("sweep: s\njob: job.yaml\nvary: {a.b: [1, 2]}"));
        final PlannedSweep planned =
            new PlannedSweep(plan, "h", "1", "sweep: s", "job: j", Map.of(), isShort, true, Set.of());

        return new SweepWords(planned, Path.of("job.yaml"), isKept).line(Map.of("a.b", "1"), 7L, Path.of("/d"),
            Path.of("/t"));
    }
}
