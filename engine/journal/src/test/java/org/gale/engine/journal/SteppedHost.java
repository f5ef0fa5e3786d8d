package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.support.SteppedAgents;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Host whose helpers and clock move when a test calls for it. Owned by the test's thread. */
final class SteppedHost implements JournalHost
{
    private final PlacedStore store;
    private final SteppedAgents helpers = new SteppedAgents();
    private Agent maker;
    private Agent sealer;
    private Agent forcer;
    private long nowNs;
    private boolean isBeside;

    /** Creates a host whose files are on a device, wherever they are. */
    SteppedHost()
    {
        this(false);
    }

    /**
     * Creates a host.
     *
     * @param isMemory true to let the journal's files count as memory
     */
    SteppedHost(final boolean isMemory)
    {
        store = new PlacedStore(isMemory);
    }

    /** Chronicle's store, with the place of its files as the test says. */
    private static final class PlacedStore implements SegmentStore
    {
        private final SegmentStore files = new ChronicleStore();
        private final boolean isMemory;
        private Path brokenDirectory;

        PlacedStore(final boolean isMemory)
        {
            this.isMemory = isMemory;
        }

        @Override
        public SegmentFile make(final Path directory, final int blockLength) throws IOException
        {
            final SegmentFile file = files.make(directory, blockLength);

            return directory.equals(brokenDirectory) ? new BrokenFile(file) : file;
        }

        @Override
        public boolean isMemory(final Path directory)
        {
            return isMemory;
        }

        @Override
        public MarkFile openMark(final Path file) throws IOException
        {
            return files.openMark(file);
        }
    }

    /** File of a segment that accepts no frame behind the opening one. */
    private static final class BrokenFile implements SegmentFile
    {
        private final SegmentFile file;

        BrokenFile(final SegmentFile file)
        {
            this.file = file;
        }

        @Override
        public void begin(final FrameBuffer opening)
        {
            file.begin(opening);
        }

        @Override
        public void append(final FrameBuffer frame, final int offset)
        {
            throw new IllegalStateException("broken file");
        }

        @Override
        public void prefault(final int offset, final int lengthBytes)
        {
            file.prefault(offset, lengthBytes);
        }

        @Override
        public void release(final int offset, final int lengthBytes)
        {
            file.release(offset, lengthBytes);
        }

        @Override
        public void close()
        {
            file.close();
        }
    }

    /** Lets a segment that is not made yet refuse each frame. */
    void breakSegment(final Path directory)
    {
        store.brokenDirectory = directory;
    }

    /** Leaves forces to a helper from now on. */
    void forceBeside()
    {
        isBeside = true;
    }

    /** Lets each helper work until it has nothing to do. */
    void work()
    {
        helpers.work();
    }

    /** Returns the names of the helpers that were woken since the last call. */
    Set<String> takeWoken()
    {
        return helpers.takeWoken();
    }

    /** Returns the helper that was started second, which seals segments. */
    Agent sealer()
    {
        return sealer;
    }

    /** Returns the helper that was started first, which makes segments. */
    Agent maker()
    {
        return maker;
    }

    /** Returns the helper that was started third, which forces. */
    Agent forcer()
    {
        return forcer;
    }

    void advance(final long ns)
    {
        nowNs += ns;
    }

    @Override
    public long nanoTime()
    {
        return nowNs;
    }

    @Override
    public SegmentStore store()
    {
        return store;
    }

    @Override
    public RunningAgent start(final Agent helper)
    {
        if (maker == null)
        {
            maker = helper;
        }
        else if (sealer == null)
        {
            sealer = helper;
        }
        else
        {
            forcer = helper;
        }

        return helpers.start(helper, NoOpIdleStrategy.INSTANCE);
    }

    @Override
    public void idle(final int turn)
    {
        assertTrue(isBeside, "nobody else would make the space");
        helpers.work();
    }

    @Override
    public boolean forcesBeside(final long lastForceNs, final long commands)
    {
        return isBeside;
    }

    @Override
    public long pid()
    {
        return 1;
    }

    @Override
    public long bootId()
    {
        return BootId.current();
    }
}
