package org.gale.engine.gicv4;

import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StatePart;
import org.gale.tables.memory.StateStream;

/**
 * State of a VM's vLPIs in the order of their INTIDs, and its digest, which is computed anew only when one of them has
 * changed. Restoring makes the vLPIs; the lists of pending interrupts are filled from their places.
 */
final class VlpiStates implements StatePart
{
    private final V4Vm vm;
    private final Devices devices;
    private final LpiPool lpis;
    private final Words words = new Words(5 + Vlpi.WORDS);
    private long digest;

    VlpiStates(final V4Vm vm, final Devices devices, final LpiPool lpis)
    {
        this.vm = vm;
        this.devices = devices;
        this.lpis = lpis;
    }

    /** Words of one vLPI, filled before they are saved, and taken after they are restored. */
    private static final class Words implements StateStream
    {
        private final long[] words;
        private boolean restoring;
        private int at;

        Words(final int count)
        {
            words = new long[count];
        }

        private void begin(final boolean isRestoring)
        {
            restoring = isRestoring;
            at = 0;
        }

        @Override
        public long word(final long word)
        {
            if (!restoring)
            {
                words[at] = word;
            }

            return words[at++];
        }

        @Override
        public boolean isRestoring()
        {
            return restoring;
        }
    }

    @Override
    public void state(final StateStream stream)
    {
        final int count = stream.word32(count());
        Vlpi known = vm.nextVlpi(0);
        for (int i = 0; i < count; i++)
        {
            words.begin(stream.isRestoring());
            if (stream.isRestoring())
            {
                stream.words(words.words);
                restored(pass(null));
            }
            else
            {
                pass(known);
                stream.words(words.words);
                known = vm.nextVlpi(known.vintid + 1);
            }
        }
    }

    @Override
    public long digest()
    {
        if (vm.takeVlpiChange())
        {
            digest = computed();
        }
        assert digest == computed();

        return digest;
    }

    /** Computes the digest. Each vLPI has a chain of its own, so that chains of several are computed side by side. */
    private long computed()
    {
        long mixed = count();
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            words.begin(false);
            pass(vlpi);
            mixed = Mix.of(mixed, Mix.all(1, words.words));
        }

        return mixed;
    }

    private int count()
    {
        int count = 0;
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            count++;
        }

        return count;
    }

    /** Passes a vLPI through the words; one that is being restored is made. */
    private Vlpi pass(final Vlpi known)
    {
        final int vintid = words.word32(known == null ? 0 : known.vintid);
        final int deviceId = words.word32(known == null ? 0 : known.deviceId);
        final int eventId = words.word32(known == null ? 0 : known.eventId);
        final int hostLpi = words.word32(known == null ? 0 : known.hostLpi);
        final int target = words.word32(known == null ? 0 : known.target().index);
        final Vlpi vlpi = known == null ?
            new Vlpi(vm, vintid, deviceId, eventId, hostLpi, vm.vcpus[target]) : known;
        vlpi.state(words);

        return vlpi;
    }

    private void restored(final Vlpi vlpi)
    {
        vm.add(vlpi);
        devices.add(vlpi);
        lpis.own(vlpi.hostLpi, vlpi);
        if (vlpi.place() == Vlpi.QUEUED)
        {
            vlpi.target().list.add(vlpi, vlpi.queuedPriority());
        }
    }
}
