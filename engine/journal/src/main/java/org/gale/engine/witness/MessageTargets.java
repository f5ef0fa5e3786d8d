package org.gale.engine.witness;

import java.util.function.ToLongFunction;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsSetlpir;
import org.gale.tables.register.ItsTranslater;

/**
 * Interrupts that messages reach: by the addresses of the frames, the translation of the ITS, and the entry in RAM.
 * Queries alone. Owned by the thread that owns the machine.
 */
final class MessageTargets
{
    /** Place where nobody takes a message. */
    static final int NOWHERE = -1;
    /** Target of a message that reaches no interrupt. */
    static final long NOTHING = TranslationQueries.NONE;
    /** The first place that is the SETLPI frame of an IRS, and no ITS. */
    private static final int SETLPI = 16;

    private final Machine machine;
    private final Accounts accounts;
    /** Queries of a GICv4 host, or null. */
    private final DirectQueries direct;
    private final long[] places = new long[2 * SETLPI];
    private final int itss;
    private final int irss;

    MessageTargets(final Machine machine)
    {
        this.machine = machine;
        this.accounts = machine.accounts();
        this.direct = machine.queries() instanceof DirectQueries queries ? queries : null;
        final MachineConfig config = machine.config();
        itss = direct != null ? 1 : config.virtual() ? config.board().itss() : 0;
        irss = direct == null && config.virtual() ? config.board().irss() : 0;
        if (direct != null)
        {
            places[0] = config.gicv4().msixAddress();
        }
        else
        {
            final Board board = config.board();
            for (int its = 0; its < itss; its++)
            {
                places[its] = board.frame(MachineKeys.ITS_TRANSLATE, its) + ItsTranslater.OFFSET;
            }
            for (int irs = 0; irs < irss; irs++)
            {
                places[SETLPI + irs] = board.frame(MachineKeys.IRS_SETLPI, irs) + IrsSetlpir.OFFSET;
            }
        }
    }

    /** Returns the place that takes messages at an address, or {@link #NOWHERE}. */
    int place(final long address)
    {
        for (int its = 0; its < itss; its++)
        {
            if (places[its] == address)
            {
                return its;
            }
        }
        for (int irs = 0; irs < irss; irs++)
        {
            if (places[SETLPI + irs] == address)
            {
                return SETLPI + irs;
            }
        }

        return NOWHERE;
    }

    /**
     * Returns the interrupt of a message.
     *
     * @param place that takes it
     * @return the encoded owner in bits 63:32 and the INTID in bits 31:0, or {@link #NOTHING}
     */
    long target(final int place, final int deviceId, final int data)
    {
        if (place >= SETLPI)
        {
            return (long)accounts.physicalOwner() << Integer.SIZE |
                Integer.toUnsignedLong(Intid.of(Intid.TYPE_LPI, IrsSetlpir.ID.get(data)));
        }
        if (direct == null)
        {
            return machine.translations().target(place, deviceId, data);
        }
        final long vlpi = direct.isMessageHeld(deviceId, data) ? DirectQueries.NONE : direct.vlpiOf(deviceId, data);

        return vlpi == DirectQueries.NONE ? NOTHING :
            (long)accounts.vmOwner((int)(vlpi >>> Integer.SIZE)) << Integer.SIZE |
            Integer.toUnsignedLong(Intid.of(Intid.TYPE_LPI, (int)vlpi));
    }

    /**
     * Returns whether an interrupt waits for its acknowledge, after a message came. One that its host has taken within
     * the same command is active.
     */
    boolean isWaiting(final long target)
    {
        final int owner = (int)(target >>> Integer.SIZE);
        final int intid = (int)target;
        if (direct != null)
        {
            return accounts.ledger(owner).isOwed(false, Intid.id(intid));
        }
        final long entry = InterruptQueries.of(machine).entry(owner, intid);

        return entry < 0 || L2Iste.isPending((int)entry) || (L2Iste.isActive((int)entry) && isHostTaking());
    }

    /** Returns whether an acknowledge of an interrupt is owed, so that a message to it is merged. */
    boolean isOwed(final long target)
    {
        final Ledger ledger = accounts.ledger((int)(target >>> Integer.SIZE));

        return ledger != null && ledger.isOwed(false, Intid.id((int)target));
    }

    /** Returns whether the event that waits for its interrupt, and came last, leads to another one. */
    boolean isAstray(final long target)
    {
        final UnsyncedEvents unsynced = machine.unsyncedEvents();

        return unsynced != null && target != NOTHING && unsynced.lastTarget() != target;
    }

    /** Returns the number of messages that were merged so far. */
    long merged()
    {
        return sum(Ledger::coalesced);
    }

    /** Returns the entry of an interrupt of a GICv5 in RAM; 0 where it cannot be reached. */
    int entry(final long target)
    {
        return (int)Math.max(0, InterruptQueries.of(machine).entry((int)(target >>> Integer.SIZE), (int)target));
    }

    /** Returns whether a host takes interrupts that are signalled to a PE, within the command that signals them. */
    private boolean isHostTaking()
    {
        return machine.hostVerbs(KvmVerb.FAMILY) instanceof GuestHost host && host.isUsed();
    }

    /** Returns whether an SPI that was raised waits for its acknowledge, or is being handled. */
    boolean isRaised(final int spi)
    {
        final int owner = InterruptQueries.of(machine).spiOwner(spi);

        return owner == OwnerId.NONE || isWaiting((long)owner << Integer.SIZE |
            Integer.toUnsignedLong(Intid.of(Intid.TYPE_SPI, spi)));
    }

    /** Returns whether a command has all its effects, and no other has one within it. */
    boolean areAtOnce()
    {
        return direct != null ||
            (machine.config().value(MachineKeys.OPS_DELAY) == 0 && machine.unsyncedEvents() == null);
    }

    /** Returns whether software has changed words of an interrupt, so that it may be an event that is found later. */
    boolean isAnyExcused()
    {
        return sum(Ledger::excused) != 0;
    }

    /** Returns the number of messages that have come so far and have reached no interrupt, or not yet. */
    long unreached()
    {
        final UnsyncedEvents unsynced = machine.unsyncedEvents();

        return machine.untranslated() + machine.unreachable() + (unsynced == null ? 0 : unsynced.outstanding()) +
            (direct == null ? 0 : direct.heldMessages());
    }

    /** Returns the number of messages that have reached an interrupt so far. */
    long reached()
    {
        return sum(Ledger::offered);
    }

    private long sum(final ToLongFunction<Ledger> figure)
    {
        long sum = 0;
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            sum += figure.applyAsLong(accounts.ledger(owner));
        }

        return sum;
    }

    /** Returns the number of doorbells that the last command rang: each is an event of its own. */
    int doorbells()
    {
        final Outputs outputs = machine.outputs();
        int count = 0;
        for (int at = 0; direct == null && at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            count += Outputs.kind(outputs.word(at)) == Outputs.DOORBELL ? 1 : 0;
        }

        return count;
    }
}
