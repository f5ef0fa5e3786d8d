package org.gale.engine.hypervisor;

import org.gale.engine.machine.MigratingHost.TableSink;
import org.gale.engine.machine.WordList;

/** Pages of a VM: its tables, and the descriptors of its vCPUs. Pure functions. */
final class VmPages
{
    private static final long POISON = 0xa5a5_a5a5_a5a5_a5a5L;
    private static final String SPIS = "spis";
    private static final String LPIS = "lpis";
    private static final String VPES = "vpes";

    private VmPages()
    {
    }

    /** Returns address and length of each range of pages that a VM owns. */
    static WordList of(final KvmVm vm)
    {
        final WordList pages = new WordList();
        vm.spiTable.addPages(pages);
        vm.lpiTable.addPages(pages);
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            pages.add(vcpu.vped);
            pages.add(PageAllocator.PAGE_BYTES);
        }
        pages.add(vm.vmd);
        pages.add(PageAllocator.PAGE_BYTES);
        pages.add(vm.vpet);
        pages.add(VmLifeCycle.vpetBytes(vm));

        return pages;
    }

    /** Fills ranges of pages with a pattern, once their VM is destroyed: a migration must not carry them. */
    static void poison(final WordList pages, final HostDriver driver)
    {
        for (int i = 0; i < pages.size(); i += 2)
        {
            for (long at = pages.word(i); at < pages.word(i) + pages.word(i + 1); at += Long.BYTES)
            {
                driver.store(at, POISON);
            }
        }
    }

    /** Passes the ranges of each table of a VM. */
    static void tables(final KvmVm vm, final TableSink sink)
    {
        final WordList pages = of(vm);
        final int lpisAt = words(vm.spiTable);
        final int vpesAt = lpisAt + words(vm.lpiTable);
        for (int i = 0; i < pages.size(); i += 2)
        {
            sink.range(i < lpisAt ? SPIS : i < vpesAt ? LPIS : VPES, pages.word(i), pages.word(i + 1));
        }
    }

    private static int words(final GuestTable table)
    {
        final WordList pages = new WordList();
        table.addPages(pages);

        return pages.size();
    }
}
