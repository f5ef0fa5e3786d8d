package org.gale.engine.gicv5;

import org.gale.engine.gicv5.cpuif.CpuInterface;
import org.gale.engine.gicv5.irs.DirtyPes;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PeSet;

/**
 * Interrupt signals of all PEs. A command marks the PEs that it may concern; their signals are settled once, at its
 * end, and put out where they changed. Owned by the machine's thread.
 */
final class PeSignals
{
    private final CpuInterface[] cpus;
    private final DirtyPes dirty;
    private final Outputs outputs;
    private final PeSet virqs;

    PeSignals(final CpuInterface[] cpus, final DirtyPes dirty, final Outputs outputs)
    {
        this.cpus = cpus;
        this.dirty = dirty;
        this.outputs = outputs;
        this.virqs = new PeSet(cpus.length);
    }

    /** The interrupt signals of a PE: irq, fiq, virq, vfiq in bits 0 to 3. */
    int of(final int pe)
    {
        return cpus[pe].signals();
    }

    /** The PEs that a virtual interrupt is signalled to. */
    PeSet virqs()
    {
        return virqs;
    }

    /**
     * Checks that every PE's signals are those of its candidates, and that signals and doorbells would follow the next
     * candidate (P5).
     *
     * @return the first PE or VPE of which that is not true, and what is wrong; null if there is none
     */
    String unsettled(final Irs irs)
    {
        for (final CpuInterface cpu : cpus)
        {
            if (!cpu.isSettled())
            {
                return "PE " + cpu.pe() + ": its signals are not those of its candidates, or would miss a candidate";
            }
        }
        for (int vmId = 0; vmId < irs.vmEnd(); vmId++)
        {
            final int vpeId = irs.checks().firstDeafVpe(vmId);
            if (vpeId >= 0)
            {
                return "VM " + vmId + " VPE " + vpeId + ": not resident, and its doorbell would miss a candidate";
            }
        }

        return null;
    }

    /** Settles the signals of every PE that is marked. */
    void settle()                                                               // B-CPU-19
    {
        while (!dirty.isEmpty())
        {
            final CpuInterface cpu = cpus[dirty.lowest()];
            boolean changed = dirty.takePhysical(cpu.pe()) && cpu.settlePhysical();
            if (dirty.takeVirtual(cpu.pe()) && cpu.settleVirtual())
            {
                changed = true;
                derive(cpu);
            }
            if (changed)
            {
                outputs.signal(cpu.pe(), cpu.signals());
            }
        }
    }

    /** Takes the signals of CPU interfaces that were restored. */
    void restored()
    {
        for (final CpuInterface cpu : cpus)
        {
            derive(cpu);
        }
    }

    private void derive(final CpuInterface cpu)
    {
        virqs.set(cpu.pe(), (cpu.signals() & CpuInterface.VIRQ) != 0);
    }
}
