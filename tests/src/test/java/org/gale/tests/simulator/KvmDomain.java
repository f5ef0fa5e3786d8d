package org.gale.tests.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import org.gale.engine.command.KvmStep;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2Vmte;

/**
 * Commands of the doorbell domain of a random host. A VM or its LPI table is made invalid and valid again, each step of
 * it fails now and then, and what a command must refuse changes nothing. Owned by one thread.
 */
final class KvmDomain
{
    private static final long IRS_CONFIG = 0x0801_0000L;
    /** VMs of a level 2 table of the VM table (K-TAB-1). */
    private static final int VMS_OF_A_TABLE = 128;
    /** A command for a table times out once in so many times. */
    private static final int DEATHS = 4;
    private static final String[] ABSENT = { "SPI_VIST_MAKE_INVALID", "VPE_MAKE_INVALID", "VPED", "NOTHING" };

    private final HostScript script;
    private final SplittableRandom random;
    private final KvmChecks checks;
    private int faults;

    KvmDomain(final HostScript script, final SplittableRandom random, final KvmChecks checks)
    {
        this.script = script;
        this.random = random;
        this.checks = checks;
    }

    /** Returns how many faults were injected. */
    int faults()
    {
        return faults;
    }

    /**
     * Sends commands to a VM that is live.
     *
     * @return true if it died of them
     */
    boolean act(final ModelVm vm, final ModelVcpu vcpu)
    {
        switch (random.nextInt(6))
        {
            case 0: return rebuild(vm);
            case 1, 2: return renewLpis(vm);
            default:
                refused(vm, vcpu.index);
                return false;
        }
    }

    /** Sends each command to a VM that INIT has not succeeded for: it has no doorbells. */
    void beforeInit(final ModelVm vm)
    {
        expect(vm, random.nextInt(vm.vcpus.size()), any().name(), "-ENXIO");    // K-CMD-1
    }

    /** Sends a command whose precondition is not met. It changes nothing and is no step for an injected fault. */
    private void refused(final ModelVm vm, final int vcpu)
    {
        final long digest = script.digest();
        final boolean isLoaded = vm.vcpus.stream().anyMatch(one -> one.pe != ModelVcpu.NO_PE);
        switch (any())
        {
            case VPE_MAKE_VALID -> expect(vm, vcpu, KvmStep.VPE_MAKE_VALID, "-EBUSY");
            case VMTE_MAKE_INVALID ->
            {
                if (isLoaded)
                {
                    expect(vm, vcpu, KvmStep.VMTE_MAKE_INVALID, "-EBUSY");
                }
            }
            case LPI_VIST_MAKE_INVALID ->
            {
                if (vm.lpis.isEmpty())
                {
                    expect(vm, vcpu, KvmStep.LPI_VIST_MAKE_INVALID, "-EINVAL");
                }
            }
            case VMT_L2_MAP -> expect(vm, vcpu, ABSENT[random.nextInt(ABSENT.length)], "-EINVAL");      // K-CMD-17
            case VMTE_MAKE_VALID, SPI_VIST_MAKE_VALID, LPI_VIST_MAKE_VALID ->
                expect(vm, vcpu, any(KvmStep.VMT_L2_MAP, KvmStep.VMTE_MAKE_VALID, KvmStep.SPI_VIST_MAKE_VALID,
                    KvmStep.LPI_VIST_MAKE_VALID), "-EINVAL");
            default -> throw new IllegalStateException("not a command");
        }
        script.check(script.digest() == digest, "P3", "a command that was refused changed something");
    }

    /** Makes a VM invalid whose vCPUs are stopped, and all of it valid again. */
    private boolean rebuild(final ModelVm vm)
    {
        for (final ModelVcpu vcpu : vm.vcpus)
        {
            script.all("kvm put " + vm.number + ' ' + vcpu.index);
            vcpu.leave(false);
        }
        perform(vm, KvmStep.VMTE_MAKE_INVALID);
        vm.invalidate(true);
        checks.all();
        for (final KvmStep step : List.of(KvmStep.VMTE_MAKE_INVALID, KvmStep.VPE_MAKE_VALID,
            KvmStep.SPI_VIST_MAKE_VALID, KvmStep.LPI_VIST_MAKE_VALID, KvmStep.LPI_VIST_MAKE_INVALID))
        {
            expect(vm, 0, step, "-EINVAL");
        }
        reject(vm);
        perform(vm, KvmStep.VMTE_MAKE_VALID);
        reject(vm);
        if (random.nextInt(DEATHS) == 0)
        {
            return timeOut(vm, KvmStep.SPI_VIST_MAKE_VALID, L2Vmte.SPI_IST_WORD);
        }
        final List<Runnable> steps = new ArrayList<>();
        steps.add(() -> perform(vm, KvmStep.SPI_VIST_MAKE_VALID));
        if (!vm.lpis.isEmpty())
        {
            steps.add(() -> perform(vm, KvmStep.LPI_VIST_MAKE_VALID));
        }
        vm.vcpus.forEach(vcpu -> steps.add(() -> perform(vm, vcpu.index, KvmStep.VPE_MAKE_VALID)));
        Collections.shuffle(steps, new Random(random.nextLong()));
        steps.forEach(Runnable::run);
        vm.invalidate(false);

        return false;
    }

    /** Takes the LPI table of a VM away, also while its guests run, and gives it back as it was. */
    private boolean renewLpis(final ModelVm vm)
    {
        if (vm.lpis.isEmpty())
        {
            return false;
        }
        perform(vm, KvmStep.LPI_VIST_MAKE_INVALID);
        vm.hideLpis();
        checks.all();
        script.all("msi 0 " + vm.device + ' ' + random.nextInt(ModelVm.USED));
        checks.all();
        if (random.nextInt(DEATHS) == 0)
        {
            return timeOut(vm, KvmStep.LPI_VIST_MAKE_VALID, L2Vmte.LPI_IST_WORD);
        }
        perform(vm, KvmStep.LPI_VIST_MAKE_VALID);
        vm.showLpis();

        return false;
    }

    /**
     * Lets the command for a table time out, of which the VM dies. The IRS may use the table, so its section stays.
     *
     * @return true
     */
    private boolean timeOut(final ModelVm vm, final KvmStep step, final int word)           // K-CMD-14, K-T-2
    {
        final long before = section(vm, word);
        script.all("kvm fail " + step);
        faults++;
        expect(vm, 0, step, "-ETIMEDOUT");
        final long after = section(vm, word);
        script.check(after == before && !L2Vmte.isIstValid(after) && after != 0, "K-CMD-14", "section " + word +
            " of VM id " + vm.vmId + " is 0x" + Long.toHexString(after) + " after a time-out, before it was 0x" +
            Long.toHexString(before));

        return true;
    }

    /** Sends messages to a VM whose tables are invalid: they are rejected. */
    private void reject(final ModelVm vm)
    {
        script.all("msi 0 " + vm.device + ' ' + random.nextInt(ModelVm.USED),
            "kvm irq_line " + vm.number + " spi 0 " + random.nextInt(ModelVm.FIRST_LEVEL) + " 1");
        checks.all();
    }

    private void perform(final ModelVm vm, final KvmStep step)
    {
        perform(vm, random.nextInt(vm.vcpus.size()), step);
    }

    /** Sends a command that succeeds, now and then at the second try. */
    private void perform(final ModelVm vm, final int vcpu, final KvmStep step)
    {
        final boolean isDeadly = step == KvmStep.SPI_VIST_MAKE_VALID || step == KvmStep.LPI_VIST_MAKE_VALID;
        if (!isDeadly && random.nextInt(3) == 0)
        {
            script.all("kvm fail " + step);
            faults++;
            expect(vm, vcpu, step, "-ETIMEDOUT");
            checks.all();
        }
        expect(vm, vcpu, step, "0");
    }

    private long section(final ModelVm vm, final int word)
    {
        final long vmt = IrsVmtBaser.ADDR.address(peek(IRS_CONFIG + IrsVmtBaser.OFFSET));
        final long table = L1Vmte.l2Address(peek(vmt + (long)(vm.vmId / VMS_OF_A_TABLE) * L1Vmte.LENGTH));

        return peek(table + (long)(vm.vmId % VMS_OF_A_TABLE) * L2Vmte.LENGTH + (long)word * Long.BYTES);
    }

    private long peek(final long address)
    {
        return script.isText() ? script.value("readq " + address) : script.machine().peek(address, Long.BYTES);
    }

    private void expect(final ModelVm vm, final int vcpu, final KvmStep step, final String errno)
    {
        expect(vm, vcpu, step.name(), errno);
    }

    private void expect(final ModelVm vm, final int vcpu, final String command, final String errno)
    {
        script.expect("OK " + errno, "kvm command " + vm.number + ' ' + vcpu + ' ' + command);
    }

    private KvmStep any()
    {
        return any(KvmStep.VMT_L2_MAP, KvmStep.VMTE_MAKE_VALID, KvmStep.VMTE_MAKE_INVALID, KvmStep.VPE_MAKE_VALID,
            KvmStep.SPI_VIST_MAKE_VALID, KvmStep.LPI_VIST_MAKE_VALID, KvmStep.LPI_VIST_MAKE_INVALID);
    }

    private KvmStep any(final KvmStep... steps)
    {
        return steps[random.nextInt(steps.length)];
    }
}
