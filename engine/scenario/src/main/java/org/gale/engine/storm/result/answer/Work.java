package org.gale.engine.storm.result.answer;

/**
 * Work for a part of an answer.
 *
 * @param part      name of the part
 * @param runs      that were run
 * @param journaled runs of them that had a journal and were replayed
 * @param events    that were offered
 * @param cpuNs     time of the processors that ran them, ns
 */
public record Work(String part, long runs, long journaled, long events, long cpuNs)
{
    public Work plus(final Work other)
    {
        return new Work(part, runs + other.runs, journaled + other.journaled, events + other.events,
            cpuNs + other.cpuNs);
    }
}
