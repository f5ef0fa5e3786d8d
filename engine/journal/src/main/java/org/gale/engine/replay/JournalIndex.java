package org.gale.engine.replay;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.gale.tables.memory.Mix;

/**
 * Index of the commands of a journal by interrupt and by kind: blocks of commands in order. Each block has the sums of
 * the account at its end, and the interrupts that its commands touched as bits of their hashes. So a block may seem to
 * have touched an interrupt that it did not, and never the reverse. A long journal has longer blocks: at the limit of
 * their number, each two become one. Owned by one thread.
 */
public final class JournalIndex
{
    /** Limit of the length of the index, bytes. */
    public static final long LIMIT_BYTES = 64L << 20;
    /** Limit of the VMs that have counts of their own. */
    public static final int LANE_LIMIT = 128;

    static final int BLOCK_LIMIT = 1_536;
    static final int FIRST_COMMANDS = 256;

    private static final int HASH_BITS = 18;
    static final int SAMPLED_PES = 64;

    static
    {
        assert (1L << HASH_BITS >>> 3) * BLOCK_LIMIT + 80L * LANE_LIMIT * BLOCK_LIMIT +
            8L * SAMPLED_PES * BLOCK_LIMIT <= LIMIT_BYTES;
    }

    private final List<Block> blocks = new ArrayList<>();
    private BitSet touched = new BitSet(1 << HASH_BITS);
    private boolean hasOthers;
    private Map<ActionKind, Integer> actions = new EnumMap<>(ActionKind.class);
    private long blockCommands = FIRST_COMMANDS;
    private long first = 1;
    /** Sums at the beginning of the journal, which a purged one has before its first command. */
    private OwnerCounts before = OwnerCounts.NONE;

    /** Commands in a row. Immutable. */
    public static final class Block
    {
        private final long first;
        private final long timeNs;
        private final boolean hasOthers;
        private final Map<ActionKind, Integer> actions;
        private final long[] touched;
        private final OwnerCounts sums;
        private final long[] residents;

        private Block(final long first, final long timeNs, final boolean hasOthers,
            final Map<ActionKind, Integer> actions, final long[] touched, final OwnerCounts sums,
            final long[] residents)
        {
            this.first = first;
            this.timeNs = timeNs;
            this.hasOthers = hasOthers;
            this.actions = actions;
            this.touched = touched;
            this.sums = sums;
            this.residents = residents;
        }

        /** Returns the number of the first command. */
        public long first()
        {
            return first;
        }

        /** Returns the number of the last command. */
        public long last()
        {
            return sums.sequence();
        }

        /** Returns the time of the last frame since the first phase of its run began, ns. */
        public long timeNs()
        {
            return timeNs;
        }

        /** Returns whether a command may change an interrupt that it does not name. */
        boolean hasOthers()
        {
            return hasOthers;
        }

        /** Returns how many actions of each kind the commands are; a kind without one is not there. */
        Map<ActionKind, Integer> actions()
        {
            return actions;
        }

        /** Returns the sums of the account at the end. */
        public OwnerCounts sums()
        {
            return sums;
        }

        /**
         * Returns who is resident on a PE at the end.
         *
         * @return the owner in bits 63:32, whether it is direct in bit 31 and the VPE in bits 30:0, or −1
         */
        public long resident(final int pe)
        {
            return pe < residents.length ? residents[pe] : -1;
        }

        private boolean mayTouch(final int hash)
        {
            return hash >>> 6 < touched.length && (touched[hash >>> 6] >>> hash & 1) != 0;
        }

        private Block with(final Block next)
        {
            final BitSet both = BitSet.valueOf(touched);
            both.or(BitSet.valueOf(next.touched));

            final Map<ActionKind, Integer> sum = new EnumMap<>(actions);
            next.actions.forEach((kind, count) -> sum.merge(kind, count, Integer::sum));

            return new Block(first, next.timeNs, hasOthers || next.hasOthers, sum, both.toLongArray(), next.sums,
                next.residents);
        }
    }

    /** Begins after a command, or goes on there. */
    void begin(final OwnerCounts sums)
    {
        first = sums.sequence() + 1;
        before = blocks.isEmpty() ? sums : before;
    }

    /** Returns the sums of the account at the beginning of the journal. */
    OwnerCounts before()
    {
        return before;
    }

    /** Returns the blocks in order. */
    public List<Block> blocks()
    {
        return blocks;
    }

    /** Returns the number of commands of a block, at least, but for the last. */
    public long blockCommands()
    {
        return blockCommands;
    }

    /** Returns the number of the last command that the index has, 0 for none. */
    public long last()
    {
        return blocks.isEmpty() ? first - 1 : blocks.get(blocks.size() - 1).last();
    }

    /** Returns the bytes of the bits of all blocks. */
    public long bytes()
    {
        return blocks.stream().mapToLong(block -> 8L * block.touched.length).sum();
    }

    /**
     * Returns the blocks whose commands may have changed an interrupt.
     *
     * @param touch of the interrupt, as CommandTouches encodes it; −1 for anything else
     */
    public Predicate<Block> mayChange(final long touch)
    {
        final int hash = hash(touch);

        return block -> touch < 0 || block.hasOthers || block.mayTouch(hash);
    }

    void touch(final long touch)
    {
        touched.set(hash(touch));
    }

    void other()
    {
        hasOthers = true;
    }

    void action(final ActionKind kind)
    {
        actions.merge(kind, 1, Integer::sum);
    }

    /** Returns whether the block in hand is long enough to end after a command. */
    boolean isFull(final long sequence)
    {
        return sequence - first + 1 >= blockCommands;
    }

    /** Ends the block in hand. */
    void end(final OwnerCounts sums, final long timeNs, final long[] residents)
    {
        if (sums.sequence() < first)
        {
            return;
        }
        blocks.add(new Block(first, timeNs, hasOthers, actions, touched.toLongArray(), sums, residents));
        first = sums.sequence() + 1;
        touched = new BitSet(1 << HASH_BITS);
        hasOthers = false;
        actions = new EnumMap<>(ActionKind.class);
        if (blocks.size() >= BLOCK_LIMIT)
        {
            halve();
        }
    }

    private void halve()
    {
        final List<Block> halved = new ArrayList<>();
        for (int i = 0; i + 1 < blocks.size(); i += 2)
        {
            halved.add(blocks.get(i).with(blocks.get(i + 1)));
        }
        if (blocks.size() % 2 != 0)
        {
            halved.add(blocks.get(blocks.size() - 1));
        }
        blocks.clear();
        blocks.addAll(halved);
        blockCommands *= 2;
    }

    private static int hash(final long touch)
    {
        // Twice: once brings the upper bits of an owner to no upper bit of the hash.
        return (int)(Mix.of(Mix.of(touch, 0), 1) >>> (Long.SIZE - HASH_BITS));
    }
}
