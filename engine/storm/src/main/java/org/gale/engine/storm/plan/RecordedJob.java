package org.gale.engine.storm.plan;

import org.gale.engine.storm.scenario.Job;

/**
 * Job that a journal records, read back.
 *
 * @param job   as it was written
 * @param storm that it describes
 */
public record RecordedJob(Job job, StormJob storm)
{
}
