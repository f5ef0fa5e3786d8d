package org.gale.tests.oracle;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** vCPUs of a GICv4 host that are direct when a storm begins. Pure functions. */
final class DirectVcpus
{
    private DirectVcpus()
    {
    }

    /** Returns whether each vCPU of a job is direct, by its number; of policies by rate the journal tells. */
    static boolean[] of(final StormJob job, final Set<Long> enabled)
    {
        final boolean[] direct = new boolean[job.vcpus];
        final String listed = job.root.at("/machine/injection/vcpus").asText(null);
        final Set<String> names = listed == null ? Set.of() :
            Arrays.stream(listed.replaceAll("[\\[\\]]", "").split(",", -1)).map(String::strip)
            .collect(Collectors.toSet());
        for (final StormJob.Vm vm : job.vms)
        {
            for (int vpe = 0; vpe < vm.group().vpes(); vpe++)
            {
                direct[vm.firstVcpu() + vpe] = listed == null ?
                    enabled.contains(JournalText.key(vm.index(), vpe)) :
                    names.contains(vm.group().name() + vm.inGroup() + '.' + vpe);
            }
        }
        if (job.root.at("/machine/injection/policy").asText().equals("all-or-nothing"))
        {
            enableVms(job, direct);
        }

        return direct;
    }

    /** Makes VMs direct for all of whose vCPUs their partition has ids of vPEs. */
    private static void enableVms(final StormJob job, final boolean[] direct)
    {
        Arrays.fill(direct, false);
        for (final StormJob.Part part : job.parts())
        {
            long left = part.vpeids() == 0 ? pool(job) : part.vpeids();
            for (final StormJob.Vm vm : part.vms())
            {
                if (left >= vm.group().vpes())
                {
                    left -= vm.group().vpes();
                    Arrays.fill(direct, vm.firstVcpu(), vm.firstVcpu() + vm.group().vpes(), true);
                }
            }
        }
    }

    /** Returns the number of ids of vPEs of the host. */
    private static long pool(final StormJob job)
    {
        return job.root.at("/machine/injection/vpeids").asLong(
            1L << job.root.at("/machine/injection/vpeid-bits").asInt());
    }
}
