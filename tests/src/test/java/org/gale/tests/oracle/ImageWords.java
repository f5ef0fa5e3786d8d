package org.gale.tests.oracle;

import java.util.List;

/** Words of the image of a VM that migrates, by part. Pure functions but for the sums that they add to. */
final class ImageWords
{
    private ImageWords()
    {
    }

    /** Adds the words of the image of a VM to the sums of a run. */
    static void add(final Run run, final VmTables tables, final StormJob.Vm vm)
    {
        final MigrationSums sums = run.migrated;
        final List<Vcpu> vcpus = run.host.own.stream().filter(vcpu -> vcpu.vm.index() == vm.index()).toList();
        switch (run.job.kind)
        {
            case "kvm" ->
            {
                sums.add("header", 5);
                sums.add("irs_regs", 8);
                sums.add("cpu_sysregs", 15L * vcpus.size());
                sums.add("spi_ist", VmTables.SPIS_OF_KVM / 2);
                sums.add("lpi_ist", VmTables.LPIS_OF_KVM / 2);
            }
            case "msix" ->
            {
                sums.add("header", 2);
                sums.add("spi_ist", tables.spis() / 2);
                sums.add("lpi_ist", VmTables.lpis(vm) / 2);
                run.job.devices.stream().filter(device -> device.stream().vm().index() == vm.index())
                    .forEach(device -> addFunction(sums, device.stream().events()));
            }
            default ->
            {
                sums.add("header", 3);
                sums.add("vcpus", vcpus.size() + vcpus.stream().filter(vcpu -> vcpu.handled != null).count());
                sums.add("vlpis", 2 * tables.events(vm));
                sums.add("properties", tables.events(vm));
            }
        }
    }

    /** Adds a function: number, head, address and data of each vector, and four bits of it, two of its eventfd. */
    private static void addFunction(final MigrationSums sums, final int vectors)
    {
        final int bits = (vectors + Long.SIZE - 1) / Long.SIZE;
        sums.add("functions", 2 + 2 * vectors + 2 * bits);
        sums.add("eventfds", 2L * bits);
    }
}
