package org.gale.tests.oracle;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tables of VMs by their pages, of which those of one VM are watched: which were written since they were sent. Used for
 * one partition.
 */
final class VmTables
{
    static final int LPIS_OF_KVM = 1 << 14;
    static final int SPIS_OF_KVM = 32;
    private static final int PAGE = 4096;
    private static final int ENTRY = 4;
    private static final int FIRST_VLPI = 8192;
    /** Bytes of the pending table of a vPE: those of the smallest table that is allocated. */
    private static final int PENDING_BYTES = 1 << 16;

    private final StormJob job;
    private final Run run;
    private final Map<String, Set<Long>> unsent = new LinkedHashMap<>();
    private StormJob.Vm watched;
    /** Command that has sent pages last. */
    private long sentAt;

    VmTables(final Run run)
    {
        this.run = run;
        this.job = run.job;
    }

    /** Returns the entries that the image of a VM has. */
    long entries(final StormJob.Vm vm)
    {
        return switch (job.kind)
        {
            case "kvm" -> LPIS_OF_KVM + SPIS_OF_KVM;
            case "msix" -> lpis(vm) + spis();
            default -> events(vm);
        };
    }

    /** Returns the events of a VM. */
    long events(final StormJob.Vm vm)
    {
        return job.devices.stream().filter(device -> device.stream().vm().index() == vm.index())
            .mapToLong(device -> device.stream().events()).sum();
    }

    /** Returns the LPIs that the table of a resident VM has: a power of two, of 14 bits at least. */
    static long lpis(final StormJob.Vm vm)
    {
        return power(Math.max(LPIS_OF_KVM, vm.group().node().get("lpis").asInt()));
    }

    /** Returns the SPIs that the table of a resident VM has: those of the pins of all VMs, 16 at least. */
    long spis()
    {
        return power(Math.max(16, job.vms.size()));
    }

    private static long power(final int count)
    {
        long power = 1;
        while (power < count)
        {
            power *= 2;
        }

        return power;
    }

    /** Returns the pages of each table of a VM. */
    Map<String, Long> pages(final StormJob.Vm vm)
    {
        final Map<String, Long> pages = new LinkedHashMap<>();
        switch (job.kind)
        {
            case "kvm" ->
            {
                pages.put("spis", 1L);
                pages.put("lpis", 1L + LPIS_OF_KVM * ENTRY / PAGE);     // with the first level
                pages.put("vpes", 2L + vm.group().vpes());              // descriptors of the VM and its vCPUs
            }
            case "msix" ->
            {
                pages.put("spis", 1L);
                pages.put("lpis", lpis(vm) * ENTRY / PAGE);
                pages.put("vpes", 1L);
            }
            default ->
            {
                final long direct = run.host.own.stream().filter(vcpu -> isOf(vcpu, vm) && vcpu.isDirect).count();
                pages.put("properties", (direct > 0 ? 2L : 1L) * FIRST_VLPI / PAGE);    // the guest's and the host's
                if (direct > 0)
                {
                    pages.put("pending", direct * PENDING_BYTES / PAGE);
                }
            }
        }

        return pages;
    }

    private static boolean isOf(final Vcpu vcpu, final StormJob.Vm vm)
    {
        return vcpu.vm.index() == vm.index();
    }

    /**
     * Sends pages of the tables of a VM, which is watched from now on.
     *
     * @param name    of the pass
     * @param command that sends them
     * @param isAll   true for all pages, false for those that were written since they were sent
     * @param sums    takes the pages by table; null for none
     * @return their number
     */
    long send(
        final StormJob.Vm vm, final String name, final long command, final boolean isAll, final MigrationSums sums)
    {
        long sent = 0;
        watched = vm;
        if (job.isOfFunctions() && run.journal.pins.isAny(sentAt, command))
        {
            unsent("spis").add(0L);                                 // its only page
        }
        sentAt = command;
        for (final Map.Entry<String, Long> table : pages(vm).entrySet())
        {
            final Set<Long> written = unsent(table.getKey());
            final long count = isAll ? table.getValue() : written.size();
            written.clear();
            sent += count;
            if (sums != null)
            {
                sums.add("pages", table.getKey(), isAll ? count : 0);
                sums.add(name, table.getKey(), count);
            }
        }

        return sent;
    }

    /** Notes that an interrupt is deactivated, of which a GICv4 host keeps no state. */
    void deactivates(final Interrupt interrupt)
    {
        if (!job.kind.equals("gicv4"))
        {
            changes(interrupt);
        }
    }

    private Set<Long> unsent(final String table)
    {
        return unsent.computeIfAbsent(table, key -> new HashSet<>());
    }

    /** Notes that the state of an interrupt has changed: it became pending or active, or is so no more. */
    void changes(final Interrupt interrupt)
    {
        if (watched == null || interrupt.vm() != watched.index())
        {
            return;
        }
        if (!job.kind.equals("gicv4"))
        {
            unsent("lpis").add((long)interrupt.lpi() * ENTRY / PAGE);
        }
        else if (interrupt.isInTable)                                   // else software has it
        {
            final long page = (FIRST_VLPI + (long)interrupt.lpi()) / Byte.SIZE / PAGE;
            unsent("pending").add((long)interrupt.owner.index << Integer.SIZE | page);
        }
    }
}
