package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.gale.engine.host.RunningAgent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Stepped host that notes the waits of a writer, the ends of its helpers and the forces of its mark. */
final class NotedHost implements JournalHost
{
    private final SteppedHost host;
    private final List<Integer> turns = new ArrayList<>();
    private final Set<String> ended = new TreeSet<>();
    private int firstTurn = Integer.MAX_VALUE;
    private long tickNs;
    private int markForces;
    private boolean isMarkBroken;

    NotedHost()
    {
        host = new SteppedHost();
        host.forceBeside();                                 // its helpers work when a writer waits
    }

    /** Store of the stepped host, whose marks are noted. */
    private final class NotedStore implements SegmentStore
    {
        @Override
        public SegmentFile make(final Path directory, final int blockLength) throws IOException
        {
            return host.store().make(directory, blockLength);
        }

        @Override
        public boolean isMemory(final Path directory) throws IOException
        {
            return host.store().isMemory(directory);
        }

        @Override
        public MarkFile openMark(final Path file) throws IOException
        {
            return new NotedMark(host.store().openMark(file));
        }
    }

    /** Mark that counts its forces, or refuses them. */
    private final class NotedMark implements MarkFile
    {
        private final MarkFile file;

        NotedMark(final MarkFile file)
        {
            this.file = file;
        }

        @Override
        public void putRelease(final int offset, final long value)
        {
            file.putRelease(offset, value);
        }

        @Override
        public void force()
        {
            markForces++;
            if (isMarkBroken)
            {
                throw new UncheckedIOException(new IOException("broken mark"));
            }
            file.force();
        }

        @Override
        public void close()
        {
            file.close();
        }
    }

    SteppedHost stepped()
    {
        return host;
    }

    /** Lets the helpers work in each wait from this turn on; before that they do nothing in any. */
    void workInTurn(final int turn)
    {
        firstTurn = turn;
    }

    /** Lets the clock move with each look at it. */
    void tick(final long ns)
    {
        tickNs = ns;
    }

    void breakMark()
    {
        isMarkBroken = true;
    }

    int markForces()
    {
        return markForces;
    }

    /** Returns the turns of all waits since the last call. */
    List<Integer> takeTurns()
    {
        final List<Integer> taken = List.copyOf(turns);
        turns.clear();

        return taken;
    }

    /** Returns the names of the helpers that were ended. */
    Set<String> ended()
    {
        return ended;
    }

    @Override
    public long nanoTime()
    {
        host.advance(tickNs);

        return host.nanoTime();
    }

    @Override
    public SegmentStore store()
    {
        return new NotedStore();
    }

    @Override
    public RunningAgent start(final Agent helper)
    {
        final RunningAgent running = host.start(helper);

        return new RunningAgent()
        {
            @Override
            public void wake()
            {
                running.wake();
            }

            @Override
            public void end()
            {
                ended.add(helper.roleName());
                running.end();
            }

            @Override
            public Throwable failure()
            {
                return running.failure();
            }
        };
    }

    @Override
    public void idle(final int turn)
    {
        turns.add(turn);
        if (turns.size() > 1_000)
        {
            throw new AssertionError("it waits for ever");
        }
        if (turn >= firstTurn)
        {
            host.idle(turn);
        }
    }

    @Override
    public boolean forcesBeside(final long lastForceNs, final long commands)
    {
        return host.forcesBeside(lastForceNs, commands);
    }

    @Override
    public long pid()
    {
        return host.pid();
    }

    @Override
    public long bootId()
    {
        return host.bootId();
    }
}
