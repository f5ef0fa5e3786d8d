package org.gale.engine.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.junit.jupiter.api.Test;

class SlurmScriptTest
{
    @Test
    void shouldReserveWhatTheLimitsAllow()
    {
        final List<String> lines = lines("vary: {a.b: [1, 2, 3]}\nseeds: 7\nlimits: {wall: 90m, memory: 70000000B}", 2);

        assertThat(lines).contains("#SBATCH --job-name=pools", "#SBATCH --array=0-1", "#SBATCH --cpus-per-task=2",
            "#SBATCH --mem=579M", "#SBATCH --time=0-16:30:00",                  // 11 of 21 runs
            "exec gale sweep run s.yaml --out 'a b' --shard auto --shards 2");
        assertThat(lines.size()).isLessThanOrEqualTo(40);
        assertEquals("#!/bin/sh", lines.get(0));
    }

    @Test
    void shouldReserveTimeForTheTriesOfASearch()
    {
        assertThat(lines("search: {a.b: 1-100, until: 'response.p99 > 1us'}\nseeds: 300\nlimits: {wall: 1s}", 1))
            .contains("#SBATCH --time=0-01:40:00");
    }

    @Test
    void shouldRoundTheTimeOfARunUp()
    {
        assertThat(lines("vary: {a.b: [1]}\nseeds: 10\nlimits: {wall: 1500ms}", 1))
            .contains("#SBATCH --time=0-00:00:20");
    }

    @Test
    void shouldCountDays()
    {
        assertThat(lines("vary: {a.b: [1]}\nseeds: 1000", 1)).contains("#SBATCH --time=3-11:20:00");
    }

    private static List<String> lines(final String rest, final int shards)
    {
        return SlurmScript.lines(SweepPlan.of(SweepText.read("sweep: pools\njob: job.yaml\n" + rest)), "s.yaml",
            "a b", shards, null);
    }
}
