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
public class GuestPlaces
{
    /** Number of a vCPU or VM where a PE has none. */
    static final int NONE = -1;

    private final Topology topology;
    private final int[] vms;
    private final int[] vcpus;
    private final long[] sinceNs;
    private final CommandCursor cursor = new CommandCursor();
    private VmNumbers numbers;

    /** Makes the places of the guests of a storm. */
    public GuestPlaces(final Topology topology)
    {
        this.topology = topology;
        vms = new int[topology.pes()];
        vcpus = new int[topology.pes()];
        sinceNs = new long[topology.pes()];
        numbers = new VmNumbers(topology.vms());
        for (int pe = 0; pe < vms.length; pe++)
        {
            vms[pe] = pe < topology.totalVpes() ? topology.vmOfVpe(pe) : NONE;
            vcpus[pe] = pe < topology.totalVpes() ? pe : NONE;
        }
    }

    /** Sets the numbers by which commands name VMs that migrate, before the first command. */
    public void numbers(final VmNumbers ofVms)
    {
        numbers = ofVms;
    }

    /**
     * Follows the commands between two offsets of a frame, which are applied next.
     *
     * @return whether a guest is entered
     */
    public boolean scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
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
                vms[pe] = numbers.vmOf(KvmVerb.vm(word1));
                vcpus[pe] = vms[pe] == NONE ? NONE : topology.vpeIndex(vms[pe], KvmVerb.vcpu(word1));
                sinceNs[pe] = nowNs;
                isEntered = true;
            }
            else if (cursor.opcode() == CommandWord.TURN)
            {
                turned(Commands.pe(word));
            }
        }

        return isEntered;
    }

    /** Notes a turn of one guest. Behind it another guest may enter the PE in the same frame. */
    void turned(final int pe)
    {
        // Places are those of the end of a frame.
    }

    /** {@return the vCPU that runs on a PE; {@link #NONE} for a PE without a guest} */
    int vcpuOn(final int pe)
    {
        return vcpus[pe];
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
