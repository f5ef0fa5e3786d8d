package org.gale.engine.storm.virtual;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.ItsDeal;

/**
 * Messages that a monitor holds in front of the ITS while their VM migrates, in the order in which they came, each with
 * its intended time. Owned by one thread.
 */
final class FrontMessages
{
    private static final int FIRST_LENGTH = 16;

    private final CommandWriter writer;
    private final HostVerbs kvm;                                    // null on other hosts
    private final DirectQueries direct;                             // null on other machines
    private final ItsDeal deal;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[3 * Long.BYTES]);
    private long[] words = new long[FIRST_LENGTH];
    private long[] intendedNs = new long[FIRST_LENGTH];
    private int count;
    private long heldCount;
    private int ofFunctions;                                        // events that functions hold since a VM migrates
    private int openVm;
    private boolean isOpen;
    private boolean isSent;

    FrontMessages(final Machine machine, final CommandWriter writer, final ItsDeal deal)
    {
        this.writer = writer;
        this.kvm = deal.isByTriggers() ? null : machine.hostVerbs(KvmVerb.FAMILY);
        this.direct = machine.queries() instanceof DirectQueries queries ? queries : null;
        this.deal = deal;
    }

    /** Taker of messages that were held and are sent now. */
    @FunctionalInterface
    interface Taker
    {
        /** Takes a message. */
        void sent(long word, long intendedNs);
    }

    /** Begins to ask the host about each message, or to count the events that functions of a VM hold. */
    void open(final int vm)
    {
        isOpen = true;
        openVm = vm;
    }

    /** Notes that the host has sent what was held. */
    void sent()
    {
        isOpen = false;
        isSent = true;
    }

    /** Returns the messages that are held. */
    int count()
    {
        return count;
    }

    /** Returns the messages that were held so far. */
    long heldCount()
    {
        return heldCount;
    }

    /** Returns the messages that are held now, and those events of functions. */
    long waiting()
    {
        return count + (long)ofFunctions;
    }

    /** Counts an event that its function holds. Returns whether its VM migrates. */
    boolean heldByFunction(final int vm)
    {
        final boolean isOfMigration = isOpen && vm == openVm;
        heldCount += isOfMigration ? 1 : 0;
        ofFunctions += isOfMigration ? 1 : 0;

        return isOfMigration;
    }

    /** Notes that an event, counted by {@link #heldByFunction}, is held no more. */
    void leftFunction()
    {
        ofFunctions--;
    }

    /** Holds a message if its host does. Returns whether it did. */
    boolean takes(final long word, final long ns)
    {
        if (!isOpen || (direct == null && kvm == null))
        {
            return false;
        }
        final boolean isHeld = direct == null ? isHeldByMonitor(word) :
            direct.isMessageHeld(Commands.msiDeviceId(word), Commands.msiEventId(word));
        if (isHeld)
        {
            hold(word, ns);
        }

        return isHeld;
    }

    private boolean isHeldByMonitor(final long word)
    {
        KvmVerb.HELD.encode(query, 0, 0, 0, 0, deal.itsOf(Commands.msiDeviceId(word)), deal.longOperand(word));

        return kvm.number(query, 0) != 0;
    }

    private void hold(final long word, final long ns)
    {
        if (direct == null)
        {
            writer.time();
            writer.apply(KvmVerb.HOLD.encode(writer.frame(), writer.at(), 0, 0, 0,
                deal.itsOf(Commands.msiDeviceId(word)), deal.longOperand(word)));
            writer.checkOk(KvmVerb.HOLD.spelling());
        }
        else
        {
            writer.msi(word, ns);                                   // the host holds it by itself (M-MIG-2)
        }
        if (count == words.length)
        {
            words = Arrays.copyOf(words, 2 * count);
            intendedNs = Arrays.copyOf(intendedNs, 2 * count);
        }
        words[count] = word;
        intendedNs[count++] = ns;
        heldCount++;
    }

    /** Gives the messages that were sent to a taker, if any were. */
    void release(final Taker taker)
    {
        final int before = isSent ? count : 0;
        for (int i = 0; i < before; i++)
        {
            taker.sent(words[i], intendedNs[i]);
        }
        count -= before;
        isSent = false;
    }
}
