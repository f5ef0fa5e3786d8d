package org.gale.engine.storm.plan;

/** Reader of the jobs that journals record. */
public interface StormJobs
{
    /**
     * Reads the line of a journal.
     *
     * @throws IllegalArgumentException with what is wrong, if this version knows no such job
     */
    StormJob read(String line);
}
