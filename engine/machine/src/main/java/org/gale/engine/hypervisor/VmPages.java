package org.gale.engine.hypervisor;

import org.gale.engine.machine.WordList;

/**
 * Pages of a VM's tables, as they are before it is destroyed: what a migration must not carry. Owned by the thread that
 * owns the machine.
 */
final class VmPages
{
    private static final long POISON = 0xa5a5_a5a5_a5a5_a5a5L;

    /** Address and length in bytes of each range. */
    private final WordList pages = new WordList();

    VmPages(final KvmVm vm)
    {
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
    }

    /** Fills the pages with a pattern. */
    void poison(final HostDriver driver)
    {
        for (int i = 0; i < pages.size(); i += 2)
        {
            for (long at = pages.word(i); at < pages.word(i) + pages.word(i + 1); at += Long.BYTES)
            {
                driver.store(at, POISON);
            }
        }
    }
}
