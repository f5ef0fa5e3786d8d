package org.gale.engine.gicv4;

import org.gale.engine.config.Gicv4Config;
import org.gale.engine.machine.WordList;
import org.gale.tables.memory.StateStream;

/** Whereabouts of the vCPUs of a VM before it migrated: out, on a CPU, or asleep. */
final class VcpuPlaces
{
    private static final int OUT = 0;
    private static final int LOADED = 1;
    private static final int BLOCKED = 2;
    private static final int WOKEN = 3;

    private final V4Residency residency;
    /** By vCPU: CPU and place. */
    private final WordList places = new WordList();

    VcpuPlaces(final V4Residency residency)
    {
        this.residency = residency;
    }

    /** Takes the vCPUs of a VM out, blocked ones too, and remembers where each was. */
    void leave(final V4Vm vm)
    {
        places.clear();
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            final int place = vcpu.isBlocked ? vcpu.isWoken ? WOKEN : BLOCKED : vcpu.isLoaded() ? LOADED : OUT;
            places.add((long)vcpu.cpu << Integer.SIZE | place);
            residency.put(vcpu);
            vcpu.isBlocked = false;
            vcpu.isWoken = false;
        }
    }

    int count()
    {
        return places.size();
    }

    /** Returns whether the CPU of a vCPU that was loaded holds another one by now. */
    boolean isTaken()
    {
        boolean isTaken = false;
        for (int vcpu = 0; vcpu < places.size(); vcpu++)
        {
            isTaken |= place(vcpu) == LOADED && residency.loaded(cpu(vcpu)) != null;
        }

        return isTaken;
    }

    /**
     * Puts the vCPUs of a VM to where they were. One whose CPU is taken stays out.
     *
     * @param isForgetful true to ask for no doorbell of a vCPU that sleeps
     * @return the number of vCPUs whose doorbell was forgotten
     */
    int enter(final V4Vm vm, final boolean isForgetful)
    {
        int forgotten = 0;
        for (int i = 0; i < places.size(); i++)
        {
            if (place(i) == LOADED)
            {
                residency.load(vm.vcpus[i], cpu(i));
            }
            else if (place(i) != OUT)
            {
                final boolean isForgotten = isForgetful && place(i) == BLOCKED;
                forgotten += isForgotten ? 1 : 0;
                residency.blockAgain(vm.vcpus[i], place(i) == WOKEN, !isForgotten);
            }
        }

        return forgotten;
    }

    /** Passes the places through a stream. */
    void state(final StateStream stream)
    {
        places.state(stream, Gicv4Config.VCPU_LIMIT);
    }

    /** Returns whether places that were restored are some of a host with so many CPUs. */
    boolean isSound(final int cpus)
    {
        boolean isSound = true;
        for (int i = 0; i < places.size(); i++)
        {
            isSound &= place(i) >= OUT && place(i) <= WOKEN &&
                (place(i) != LOADED || (cpu(i) >= 0 && cpu(i) < cpus));
        }

        return isSound;
    }

    private int place(final int vcpu)
    {
        return (int)places.word(vcpu);
    }

    private int cpu(final int vcpu)
    {
        return (int)(places.word(vcpu) >>> Integer.SIZE);
    }
}
