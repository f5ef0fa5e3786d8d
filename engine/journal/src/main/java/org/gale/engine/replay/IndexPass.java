package org.gale.engine.replay;

import java.io.IOException;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.record.CommandTouches;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.Intid;

/**
 * First pass over a journal, which makes its {@link JournalIndex} and snapshots in memory. A frame of events and turns
 * alone is applied as a whole, as no command in it can change a translation. The commands of any other frame are
 * applied one by one. Owned by one thread.
 */
public final class IndexPass
{
    /** Bit of a resident vCPU of a GICv4 host whose interrupts are injected directly. */
    static final long DIRECT = 1L << 31;
    private static final int KNOWN_LIMIT = 1 << 16;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final ReplayCursor cursor;
    private final JournalIndex index;
    private final CommandTouches touches;
    private final CommandCursor commands = new CommandCursor();
    /** Interrupts of events since the last command that may change a translation. */
    private final Long2LongHashMap known = new Long2LongHashMap(UNKNOWN);
    /** Offset of the command that is applied alone; −1 for a whole frame. */
    private int single = -1;
    /** Answer of that command, or null. */
    private StepAnswer answer;

    /**
     * Begins a pass.
     *
     * @param cursor at the beginning of a journal; the pass moves it to the end
     * @param index  empty
     */
    public IndexPass(final ReplayCursor cursor, final JournalIndex index)
    {
        this.cursor = cursor;
        this.index = index;
        this.touches = new CommandTouches(cursor.machine());
        index.begin(OwnerCounts.of(cursor.machine(), cursor.sequence(), JournalIndex.LANE_LIMIT));
        cursor.watch(this::outputs);
    }

    /**
     * Indexes the next frame.
     *
     * @return false at the end of the journal
     * @throws ReplayException if the journal is damaged there: all before it is in the index
     */
    public boolean next() throws IOException
    {
        final boolean isThere;
        try
        {
            isThere = cursor.isFrameThere();
        }
        catch (final IOException ex)
        {
            end();
            throw ex;
        }
        if (!isThere)
        {
            end();
            return false;
        }
        final int count = plainCount();
        if (count >= 0)
        {
            whole(count);
        }
        else
        {
            oneByOne();
        }
        if (index.isFull(cursor.sequence()))
        {
            end();
        }

        return true;
    }

    /** Returns the number of commands of the frame if it has events and turns alone, or −1. */
    private int plainCount()
    {
        int count = 0;
        boolean isPlain = true;
        commands.wrap(cursor.frame(), cursor.frameOffset(), cursor.frameEnd());
        while (isPlain && commands.next())
        {
            isPlain = (ActionKind.PLAIN >>> commands.opcode() & 1) != 0;
            count++;
        }

        return isPlain ? count : -1;
    }

    private void whole(final int count) throws IOException
    {
        commands.wrap(cursor.frame(), cursor.frameOffset(), cursor.frameEnd());
        while (commands.next())
        {
            final int opcode = commands.opcode();
            if (opcode == CommandWord.MSI || opcode == CommandWord.MSI_LONG)
            {
                event(commands.word(), opcode == CommandWord.MSI ? 0 :
                    cursor.frame().getLong(commands.offset() + Long.BYTES));
            }
        }
        single = -1;
        cursor.applyUpTo(cursor.frameEnd(), count);
    }

    private void oneByOne() throws IOException
    {
        known.clear();
        final int end = cursor.frameEnd();
        final DirectBuffer frame = cursor.frame();
        while (cursor.frameOffset() < end)
        {
            single = cursor.frameOffset();
            answer = StepAnswer.of(frame.getLong(single));
            if ((ActionKind.PLAIN >>> CommandWord.opcode(frame.getLong(single)) & 1) == 0)
            {
                index.other();
            }
            cursor.single();
            final ActionKind kind = ActionKind.of(answer, cursor.machine().functions(), frame, single);
            if (kind != null)
            {
                index.action(kind);
            }
        }
    }

    private void event(final long word, final long second)
    {
        final long ids = Commands.eventIds(word, second);
        final long key = ids ^ (long)Commands.eventIts(word) << 56;
        long touch = known.get(key);
        if (touch == UNKNOWN)
        {
            touch = target(Commands.eventIts(word), (int)(ids >>> Integer.SIZE), (int)ids);
            if (known.size() >= KNOWN_LIMIT)
            {
                known.clear();
            }
            known.put(key, touch);
        }
        if (touch >= 0)
        {
            index.touch(touch);
        }
    }

    private long target(final int its, final int deviceId, final int eventId)
    {
        final Machine machine = cursor.machine();
        if (machine.translations() != null)
        {
            return its < machine.config().board().itss() && machine.config().virtual() ?
                machine.translations().target(its, deviceId, eventId) : TranslationQueries.NONE;
        }
        final long vlpi = DirectQueries.of(machine).vlpiOf(deviceId, eventId);

        return vlpi == DirectQueries.NONE ? -1 : CommandTouches.of(
            machine.accounts().vmOwner((int)(vlpi >>> Integer.SIZE)), Intid.of(Intid.TYPE_LPI, (int)vlpi));
    }

    private void outputs(final Outputs outputs)
    {
        if (single >= 0)
        {
            if (answer != null)
            {
                answer.accept(outputs);
            }
            final int count = touches.of(cursor.frame(), single);
            for (int i = 0; i < count; i++)
            {
                index.touch(touches.word(i));
            }
            if (CommandWord.opcode(cursor.frame().getLong(single)) != CommandWord.TURN)
            {
                return;
            }
        }
        if (!(cursor.machine().queries() instanceof InterruptQueries queries))
        {
            index.other();                                  // the acknowledges of a GICv4 do not name the VM
            return;
        }
        for (int at = 0; at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            final long word = outputs.word(at);
            if (Outputs.kind(word) == Outputs.ACK)
            {
                acknowledged(queries, Outputs.pe(word), Outputs.value(word));
            }
        }
    }

    private void acknowledged(final InterruptQueries queries, final int pe, final int intid)
    {
        final int owner = queries.residentOwner(pe);
        index.touch(CommandTouches.of(
            owner == OwnerId.NONE ? cursor.machine().accounts().physicalOwner() : owner, intid));
    }

    private void end()
    {
        final Machine machine = cursor.machine();
        index.end(OwnerCounts.of(machine, cursor.sequence(), JournalIndex.LANE_LIMIT), cursor.frameNs(),
            residents(machine));
    }

    /**
     * Returns who is resident on each PE, or in the guest on each CPU, up to the number of PEs that an index samples.
     *
     * @return the owner in bits 63:32, {@link #DIRECT} and the VPE in bits 30:0, or −1
     */
    static long[] residents(final Machine machine)
    {
        final long[] residents = new long[Math.min(JournalIndex.SAMPLED_PES, machine.config().pes())];
        Arrays.fill(residents, -1);
        if (machine.queries() instanceof InterruptQueries queries)
        {
            for (int pe = 0; machine.config().virtual() && pe < residents.length; pe++)
            {
                final int owner = queries.residentOwner(pe);
                residents[pe] = owner == OwnerId.NONE ? -1 :
                    (long)owner << Integer.SIZE | queries.residentVpe(pe);
            }
            return residents;
        }
        final DirectQueries queries = DirectQueries.of(machine);
        for (int vm = 0; vm < queries.vmCount(); vm++)
        {
            for (int vcpu = 0; vcpu < queries.vcpuCount(vm); vcpu++)
            {
                final int cpu = queries.vcpu(vm, vcpu).cpu();
                if (cpu >= 0 && cpu < residents.length)
                {
                    residents[cpu] = (long)machine.accounts().vmOwner(vm) << Integer.SIZE | vcpu |
                        (queries.isDirect(vm, vcpu) ? DIRECT : 0);
                }
            }
        }

        return residents;
    }
}
