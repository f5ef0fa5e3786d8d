package org.gale.tests.oracle;

import java.util.List;

/** Open stream: its events come when the journal says, and never in a phase in which it pauses. */
final class OpenSource implements Source
{
    private final StormJob job;
    private final StormJob.Stream stream;
    private final List<JournalText.Message> messages;
    private int taken;
    private long beginNs;
    private int phase;

    OpenSource(final StormJob job, final StormJob.Stream stream, final List<JournalText.Message> messages)
    {
        this.job = job;
        this.stream = stream;
        this.messages = messages;
    }

    @Override
    public StormJob.Stream stream()
    {
        return stream;
    }

    @Override
    public boolean has(final StormJob.Device device)
    {
        return job.isOfHost || device.stream().index() == stream.index();
    }

    @Override
    public void beginAt(final long journalNs)
    {
        beginNs = journalNs;
    }

    @Override
    public void begin(final int next, final long boundaryNs)
    {
        phase = next;                                               // the journal has the times
    }

    @Override
    public boolean isLate()
    {
        return taken == messages.size() && (job.phases.isEmpty() || !job.phases.get(phase).pauses(stream));
    }

    @Override
    public long nextNs()
    {
        return taken == messages.size() ? Numbers.NEVER : messages.get(taken).intendedNs() - beginNs;
    }

    @Override
    public List<Offer> take(final long nowNs)
    {
        final JournalText.Message message = messages.get(taken++);
        if (!job.phases.isEmpty() && job.phases.get(job.phaseAt(message.intendedNs() - beginNs)).pauses(stream))
        {
            throw new IllegalStateException(stream.name() + " offers while it pauses: " + message);
        }

        return List.of(new Offer(job.devices.get(message.device()), message.event(), Offer.NO_SENDER, nowNs));
    }

    @Override
    public void handled(final StormJob.Device device, final int event, final long nowNs)
    {
        // An open stream does not wait.
    }

    @Override
    public boolean isWaiting()
    {
        return false;
    }
}
