package org.gale.engine.storm.law;

import java.util.Arrays;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.topology.Topology;

/**
 * Law of vectors that guests move: each message of a vector reaches an LPI; what waits as its vector moves is owed
 * after the move; the vCPU to which the guest has moved a vector, and no other, acknowledges its interrupts (P1). The
 * law notes raises, moves and acknowledges itself, and compares them with the ledgers of the machine. VMs whose guests
 * move no vector are not followed. Owned by the thread of the run.
 */
public final class MoveLaw
{
    private static final long NONE = Long.MIN_VALUE;
    private static final int UNKNOWN = -1;

    private final Topology topology;
    private final boolean[] follows;                                // by VM
    private final int[] firsts;                                     // by VM: index of its first LPI
    private final int[] homes;                                      // by LPI: vCPU of its vector since it has moved
    private final long[] movedNs;
    private final long[] raisedNs;                                  // by LPI that waits; NONE of others
    private final long[] carried;                                   // by VM: interrupts
    private Broken broken;

    /**
     * Makes the law of a run.
     *
     * @param isDrawn true if each VM may move vectors, false if only VMs that do so at times of their own
     */
    public MoveLaw(final Topology topology, final boolean isDrawn)
    {
        this.topology = topology;
        follows = new boolean[topology.vms()];
        firsts = new int[follows.length];
        int count = 0;
        for (int vm = 0; vm < follows.length; vm++)
        {
            follows[vm] = isDrawn || topology.groups().get(topology.groupOfVm(vm)).guest().affinity().periodNs() > 0;
            firsts[vm] = count;
            count += follows[vm] ? topology.lpis(vm) : 0;
        }
        carried = new long[follows.length];
        homes = new int[count];
        Arrays.fill(homes, UNKNOWN);
        movedNs = new long[count];
        raisedNs = new long[count];
        Arrays.fill(raisedNs, NONE);
    }

    /**
     * Interrupt that is lost.
     *
     * @param lpi  numbered within the VM
     * @param text that says how, and names the interrupt
     */
    public record Broken(int vm, int lpi, String text)
    {
    }

    /** Returns whether the vectors of a VM are followed. */
    public boolean follows(final int vm)
    {
        return follows[vm];
    }

    /** {@return the first interrupt that is lost, or null} */
    public Broken broken()
    {
        return broken;
    }

    /** Notes that an LPI waits from now on; one that waits already goes on. */
    public void raised(final int vm, final int lpi, final long nowNs)
    {
        if (follows[vm])
        {
            final int index = firsts[vm] + lpi;
            raisedNs[index] = raisedNs[index] == NONE ? nowNs : raisedNs[index];
        }
    }

    /**
     * Notes that a device has sent the message of an LPI.
     *
     * @param events that the ledger of the VM counts more since then
     */
    public void sent(final int vm, final int lpi, final long events, final long nowNs)
    {
        if (events != 1)
        {
            broken(vm, lpi, "its message at " + NumberText.count(nowNs) + " ns reached no LPI, and is lost");
        }
    }

    /**
     * Notes that a guest moves a vector, and has a handler on its new vCPU alone from now on.
     *
     * @param vcpu   its new one
     * @param isOwed whether the ledger of the VM has the LPI as owed
     */
    public void moved(final int vm, final int lpi, final int vcpu, final boolean isOwed, final long nowNs)
    {
        final int index = firsts[vm] + lpi;
        homes[index] = vcpu;
        movedNs[index] = nowNs;
        if (raisedNs[index] != NONE && !isOwed)
        {
            broken(vm, lpi, "pending since " + NumberText.count(raisedNs[index]) + " ns, it is lost since its vector " +
                "moved to VPE " + topology.vpeId(vcpu) + " at " + NumberText.count(nowNs) + " ns");
        }
    }

    /**
     * Notes that the entry of a vector names its other LPI from now on.
     *
     * @param isCarried whether the guest has carried an interrupt over
     * @param isLeft    whether the ledger of the VM has the LPI as owed that the vector had before
     */
    public void entered(final int vm, final int lpi, final boolean isCarried, final boolean isLeft, final long nowNs)
    {
        carried[vm] += isCarried ? 1 : 0;
        if (isLeft)
        {
            broken(vm, lpi, "pending since " + NumberText.count(raisedNs[firsts[vm] + lpi]) + " ns, it was left " +
                "there when its translation entry got another LPI at " + NumberText.count(nowNs) + " ns");
        }
    }

    /** Returns the interrupts of a VM that its guest has carried from one LPI of a vector to the other. */
    public long carried(final int vm)
    {
        return carried[vm];
    }

    /** Notes that a vCPU has acknowledged an LPI. */
    public void acknowledged(final int vcpu, final int vm, final int lpi, final long nowNs)
    {
        if (!follows[vm])
        {
            return;
        }
        final int index = firsts[vm] + lpi;
        raisedNs[index] = NONE;
        if (homes[index] != UNKNOWN && homes[index] != vcpu)
        {
            broken(vm, lpi, "VPE " + topology.vpeId(vcpu) + " acknowledged it at " + NumberText.count(nowNs) +
                " ns, and has no handler for it since its vector moved to VPE " + topology.vpeId(homes[index]) +
                " at " + NumberText.count(movedNs[index]) + " ns");
        }
    }

    private void broken(final int vm, final int lpi, final String clause)
    {
        if (broken == null)
        {
            final int device = topology.deviceOfLpi(vm, lpi);
            broken = new Broken(vm, lpi, "VM " + vm + " LPI " + (topology.firstLpiId() + lpi) + " (device " + device +
                " event " + topology.eventOfLpi(vm, lpi) + "): " + clause);
        }
    }
}
