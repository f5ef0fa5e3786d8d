package org.gale.engine.storm.sweep;

import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepRun;

/** Listener of a shard that runs, called by its thread. */
public interface ShardEvents
{
    /** Takes the end of a run, of this process or an earlier one. */
    void ended(SweepRun run, RunEnd end, boolean isEarlier);

    /** Takes the reason for which a run is left out: its end is damaged, or its files cannot be removed. */
    void leftOut(SweepRun run, String reason);

    /** Called when a run is repeated, with the cause. */
    void repeated(SweepRun run, String cause);

    /** Called about once a second. */
    void running(int left);
}
