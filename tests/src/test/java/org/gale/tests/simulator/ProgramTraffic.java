package org.gale.tests.simulator;

import java.util.List;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/** Traffic of a program: one producer offers its commands in order, and there are no other guests' turns. */
final class ProgramTraffic implements LifeTraffic
{
    private static final int BATCH_LIMIT = 24;

    private final List<long[]> commands;
    private final Lane lane;
    private final LaneProducer producer;
    private final LaneSet set;
    /** Guests without turns of their own: the program holds them all. */
    private final TurnSource turns = new ResidentGuests(0);
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private int next;
    private long refused;

    /**
     * @param next index of the first command that the machine has not applied
     */
    ProgramTraffic(final List<long[]> commands, final int next, final int laneWords)
    {
        this.commands = commands;
        this.next = next;
        lane = Lane.allocate(laneWords);
        producer = lane.producer();
        set = new LaneSet(0, List.of(), lane.consumer());
    }

    @Override
    public LaneSet lanes()
    {
        return set;
    }

    @Override
    public TurnSource turns()
    {
        return turns;
    }

    @Override
    public void step(final SplittableRandom random)
    {
        boolean isAccepted = true;
        for (int i = random.nextInt(BATCH_LIMIT); i >= 0 && isAccepted && next < commands.size(); i--)
        {
            final long[] words = commands.get(next);
            for (int word = 0; word < words.length; word++)
            {
                command.putLong(word << 3, words[word]);
            }
            isAccepted = producer.offer(command, 0, words.length);
            next += isAccepted ? 1 : 0;
            refused += isAccepted ? 0 : 1;
        }
        producer.publish();
    }

    @Override
    public boolean isCaughtUp(final EngineAgent engine)
    {
        return true;
    }

    @Override
    public void beforeCycle(final EngineAgent engine)
    {
        // The lanes are there from the first cycle on.
    }

    @Override
    public boolean isFinished(final EngineAgent engine, final int work)
    {
        return engine.appliedSequence() == commands.size();
    }

    @Override
    public long refused()
    {
        return refused;
    }

    @Override
    public void close()
    {
        lane.close();
    }
}
