package org.gale.engine.storm.topology;

import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.ringbuf.CommandWord;

/**
 * Map from each PE to the vCPU that runs there, and to its VM. At first the guests lie VM by VM, as in a storm without
 * a scheduler. The HOST commands of a scheduler that enter guests change the map. On the engine's thread.
 */
public final class GuestPlaces
{
    private static final int NONE = -1;

    private final Topology topology;
    private final int[] vms;
    private final int[] vcpus;
    private final long[] sinceNs;
    private final CommandCursor cursor = new CommandCursor();
    /** vCPUs that had turns for their timers, in the order of these turns: a ring. */
    private final int[] turnedVcpus;
    private final int[] turnedPes;
    private final long[] turnedSinceNs;
    private int turnedHead;
    private int turnedCount;
    private long lastSinceNs;
    private boolean isTold;

    /** Makes the places of the guests of a storm. */
    public GuestPlaces(final Topology topology)
    {
        this.topology = topology;
        vms = new int[topology.pes()];
        vcpus = new int[topology.pes()];
        turnedVcpus = new int[2 * topology.totalVpes()];
        turnedPes = new int[turnedVcpus.length];
        turnedSinceNs = new long[turnedVcpus.length];
        sinceNs = new long[topology.pes()];
        for (int pe = 0; pe < vms.length; pe++)
        {
            vms[pe] = pe < topology.totalVpes() ? topology.vmOfVpe(pe) : NONE;
            vcpus[pe] = pe < topology.totalVpes() ? pe : NONE;
        }
    }

    /**
     * Follows the commands between two offsets of a frame, which are applied next.
     *
     * @return whether a guest is entered
     */
    public boolean scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        if (isTold)
        {
            isTold = false;
            turnedCount = 0;                                        // turns that took nothing
        }
        boolean isEntered = false;
        cursor.wrap(frame, offset, endOffset);
        while (cursor.next())
        {
            final long word = cursor.word();
            if (cursor.opcode() == CommandWord.HOST && Commands.hostFamily(word) == KvmVerb.FAMILY &&
                KvmVerb.of(word) == KvmVerb.RUN)
            {
                final long word1 = frame.getLong(cursor.offset() + Long.BYTES);
                final int pe = KvmVerb.argument16(word1);
                vms[pe] = KvmVerb.vm(word1);
                vcpus[pe] = topology.vpeIndex(vms[pe], KvmVerb.vcpu(word1));
                sinceNs[pe] = nowNs;
                isEntered = true;
            }
            else if (cursor.opcode() == CommandWord.TURN)
            {
                turn(Commands.pe(word));
            }
        }

        return isEntered;
    }

    /** Notes a turn of one guest, which takes its timer. Behind it another guest may enter the PE in the same frame. */
    private void turn(final int pe)
    {
        assert turnedCount < turnedVcpus.length : "more turns than vCPUs";

        final int tail = (turnedHead + turnedCount++) % turnedVcpus.length;
        turnedVcpus[tail] = vcpus[pe];
        turnedPes[tail] = pe;
        turnedSinceNs[tail] = sinceNs[pe];
    }

    /** {@return the vCPU that has acknowledged its timer on a PE, by the turns in their order} */
    public int timerOn(final int pe)
    {
        int vcpu = NONE;
        while (vcpu == NONE && turnedCount > 0)
        {
            vcpu = turnedPes[turnedHead] == pe ? turnedVcpus[turnedHead] : NONE;
            lastSinceNs = turnedSinceNs[turnedHead];
            turnedHead = (turnedHead + 1) % turnedVcpus.length;
            turnedCount--;
        }

        return vcpu == NONE ? vcpus[pe] : vcpu;
    }

    /** Returns when the guest was entered that {@link #timerOn} has found last, ns. */
    public long timerSinceNs()
    {
        return lastSinceNs;
    }

    /** Notes that the outputs of the commands so far were read. */
    public void told()
    {
        isTold = true;
    }

    /** {@return the VM whose guest runs on a PE; −1 for a PE without a guest} */
    public int vmOf(final int pe)
    {
        return vms[pe];
    }

    /** Returns when the guest on a PE was entered, ns; 0 for one that was there from the start. */
    public long sinceNs(final int pe)
    {
        return sinceNs[pe];
    }
}
