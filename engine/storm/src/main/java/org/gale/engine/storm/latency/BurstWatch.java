package org.gale.engine.storm.latency;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.agent.Note;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;

/**
 * Watch over bursts: full batches most of whose events are of one VM. It reads a few words of each full batch and
 * nothing of the others. A storm of one VM has no bursts. On the engine's thread.
 */
final class BurstWatch
{
    private static final int READ = 16;
    private static final int MOST = 14;
    private static final int NONE = -1;

    private final int[] vmOfDevice;
    /** Words from which on a batch counts as full: what a lane holds behind it is not known here. */
    private final int fullWords;
    private final boolean hasOthers;
    private final NoteLog notes = new NoteLog();
    private int vmId = NONE;
    private long beginNs;

    /**
     * Creates a watch.
     *
     * @param vmOfDevice VM of each DeviceID, in ascending order; devices beyond belong to none
     * @param pes        of the machine
     */
    BurstWatch(final int[] vmOfDevice, final int pes)
    {
        this.vmOfDevice = vmOfDevice;
        this.fullWords = DrainLimit.of(pes) / 2;
        this.hasOthers = vmOfDevice.length > 0 && vmOfDevice[0] != vmOfDevice[vmOfDevice.length - 1];
    }

    /** Notes a batch, before it is applied. */
    void drained(final long[] words, final int count, final long nowNs)
    {
        if (hasOthers && (count >= fullWords || vmId != NONE))
        {
            next(count < fullWords ? NONE : vmOfMost(words, count), nowNs);
        }
    }

    /** Returns the bursts that ended at or after a time, that in hand included. */
    List<Note> since(final long fromNs, final long nowNs)
    {
        final List<Note> bursts = new ArrayList<>(notes.since(fromNs));
        if (vmId != NONE)
        {
            bursts.add(new Note(NoteKind.BURST, beginNs, nowNs, vmId));
        }

        return bursts;
    }

    private void next(final int ofVm, final long nowNs)
    {
        if (vmId != NONE && ofVm != vmId)
        {
            notes.add(NoteKind.BURST, beginNs, nowNs, vmId);
        }
        beginNs = ofVm == vmId ? beginNs : nowNs;
        vmId = ofVm;
    }

    /** Returns the VM of most words that are read, or {@link #NONE}. */
    private int vmOfMost(final long[] words, final int count)
    {
        final int candidate = vmOf(words, count - 1);                           // a TIME is never last
        int same = 0;
        for (int i = 0; i < READ; i++)
        {
            final int vm = vmOf(words, (int)((long)i * count / READ) + 1);
            same += vm == candidate ? 1 : 0;
        }

        return same >= MOST ? candidate : NONE;
    }

    /** Returns the VM of the device that the command at or around a word names, or {@link #NONE}. */
    private int vmOf(final long[] words, final int at)
    {
        final boolean isOperand = at > 0 && CommandWord.opcode(words[at - 1]) == CommandWord.MSI_LONG;
        final int opcode = CommandWord.opcode(words[at]);
        final long deviceId = isOperand ? words[at] >>> Integer.SIZE :
            opcode == CommandWord.MSI_LONG ? words[at + 1] >>> Integer.SIZE :
            CommandWord.isEvent(words[at]) ? Commands.msiDeviceId(words[at]) : Long.MAX_VALUE;

        return deviceId < vmOfDevice.length ? vmOfDevice[(int)deviceId] : NONE;
    }
}
