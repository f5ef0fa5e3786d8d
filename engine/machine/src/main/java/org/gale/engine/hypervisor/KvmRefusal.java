package org.gale.engine.hypervisor;

import org.agrona.DirectBuffer;
import org.gale.engine.command.KvmStep;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.StepFailure;
import org.gale.engine.command.KvmVerb;

/** Checks of a verb before it is executed: what names nothing, or cannot be at this time, makes its line FAIL. */
final class KvmRefusal
{
    private static final int WORD_1 = Long.BYTES;
    private static final int WORD_2 = 2 * Long.BYTES;
    private static final int SIZE_LIMIT = Long.BYTES;
    private static final int LEAK_KEYS = 3;

    private final Kvm kvm;
    private final Migrations migrations;

    KvmRefusal(final Kvm kvm, final Migrations migrations)
    {
        this.kvm = kvm;
        this.migrations = migrations;
    }

    /** Returns why the line of a command is wrong, or null if it is right. */
    String check(final KvmVerb verb, final DirectBuffer words, final int offset)
    {
        final long word0 = words.getLong(offset);
        final long word1 = words.getLong(offset + WORD_1);
        if (KvmVerb.operandCount(word0) < verb.operands(word0))
        {
            return "operands are missing";
        }
        if (executes(verb) && !kvm.host.driver.isAnyLinked())
        {
            return "no PE is linked";                                           // M-LINKINS
        }
        final int number = KvmVerb.vm(word1);
        final KvmVm vm = kvm.vms.find(number);
        if (verb.hasVm() && vm == null && (verb != KvmVerb.DESTROY_VM || !kvm.vms.existed(number)))
        {
            return "no VM " + number;
        }
        if (verb.hasVm() && !verb.isQuery() && number == migrations.source())
        {
            return "VM " + number + " migrates (kvm step goes on)";             // M-MIG-1
        }
        final KvmVcpu vcpu = verb.hasVcpu() ? vm.vcpu(KvmVerb.vcpu(word1)) : null;
        final int argument = KvmVerb.argument16(word1);

        return switch (verb)
        {
            case MIGRATE -> vm.isDead ? null : checkMigration(vm, word0);
            case PRECOPY -> vm.isDead ? null : checkPass(vm);
            case STEP -> migrations.refusal();
            case HOLD, HELD -> null;
            case CREATE_VM, CREATE_VCPU, CREATE_DEVICE, IRQ_LINE, RESTORE_DATA, IMAGE, DESTROY_VM -> null;
            case LEAKS -> KvmVerb.argument32(word1) > LEAK_KEYS ? "no such key" : null;
            case FAIL -> checkFault(word1, words.getLong(offset + WORD_2));
            case HAS_ATTR, GET_ATTR, SET_ATTR, SAVE, RESTORE -> vm.isDead ? null : checkDevice(vm);
            case MMIO_READ, MMIO_WRITE -> checkAccess(vm, word0, word1);
            case PUT, WOKEN, PLACE, COMMAND, MAP_PPI, UNMAP_PPI -> vcpu == null ? noVcpu(vm, word1) : null;
            case BLOCK -> vcpu == null ? noVcpu(vm, word1) : checkBlock(vcpu);
            case LINE -> vcpu == null ? noVcpu(vm, word1) : checkLine(argument);
            case RUN -> vm.isDead ? null : vcpu == null ? noVcpu(vm, word1) : checkRun(vcpu, argument);
            case EXIT -> vcpu == null ? noVcpu(vm, word1) : vcpu.isRunning ? null : "the vCPU does not run";
            case PENDING -> vcpu == null ? noVcpu(vm, word1) :
                vcpu.isLoaded() ? "the vCPU is loaded on PE " + vcpu.loadedPe : null;
        };
    }

    /** Returns whether a verb may execute instructions on a PE, which have no effect where none is linked. */
    private static boolean executes(final KvmVerb verb)
    {
        return switch (verb)
        {
            case IRQ_LINE, SET_ATTR, RESTORE, RESTORE_DATA, MMIO_WRITE, DESTROY_VM, MIGRATE, STEP -> true;
            default -> false;
        };
    }

    /** Refuses to ask for a doorbell on a PE where nobody would be asked: it would never ring. */
    private String checkBlock(final KvmVcpu vcpu)                               // M-LINKINS, P5
    {
        return vcpu.isLoaded() && vcpu.vm.hasDevice && !kvm.host.driver.isLinked(vcpu.loadedPe) ?
            "the link of PE " + vcpu.loadedPe + " is down (kvm put ends the residency)" : null;
    }

    private String checkLine(final int ppi)
    {
        return kvm.isInKernel(ppi) ? null : "no device inside the kernel has PPI " + ppi;
    }

    private String checkRun(final KvmVcpu vcpu, final int pe)
    {
        if (pe >= kvm.residency.peCount())
        {
            return "no PE " + pe;
        }
        if (!kvm.host.driver.isLinked(pe))
        {
            return "the link of PE " + pe + " is down";                         // M-LINKINS
        }
        if (vcpu.isRunning)
        {
            return "the vCPU runs on PE " + vcpu.loadedPe;
        }
        final KvmVcpu there = kvm.residency.loadedOn(pe);
        if (there != null && there != vcpu)
        {
            return "another vCPU is loaded on PE " + pe;
        }

        return vcpu.isLoaded() && vcpu.loadedPe != pe ? "the vCPU is loaded on PE " + vcpu.loadedPe : null;
    }

    private static String checkAccess(final KvmVm vm, final long word0, final long word1)
    {
        final long size = KvmVerb.modifier(word0);
        if (size == 0 || size > SIZE_LIMIT || Long.bitCount(size) != 1)
        {
            return "SIZE is 1, 2, 4 or 8";
        }
        if (KvmVerb.argument32(word1) + size > GuestFrame.FRAMES_BYTES)
        {
            return "outside the frames of the IRS: 128 KiB";
        }
        for (int index = 0; index < vm.vcpus.size(); index++)
        {
            if (vm.vcpus.get(index).isRunning)
            {
                return checkDevice(vm);
            }
        }

        return "no vCPU of VM " + vm.number + " runs";
    }

    private String checkPass(final KvmVm vm)
    {
        return migrations.isUnderWay() ? "VM " + migrations.source() +
            " migrates, and no two do at once (kvm step goes on)" : checkDevice(vm);
    }

    private String checkMigration(final KvmVm vm, final long word0)
    {
        final long modifier = KvmVerb.modifier(word0);
        final MigrationOrder order = MigrationOrder.byNumber((int)modifier & KvmVerb.ORDER_MASK);
        final long failing = modifier >>> KvmVerb.FAIL_SHIFT;
        if (order == null || !order.isOf(KvmVerb.FAMILY) || !StepFailure.isValid(failing))
        {
            return "no such order, or no step that may fail";
        }

        return checkPass(vm);
    }

    private static String checkFault(final long word1, final long nth)
    {
        if (KvmStep.byNumber((int)KvmVerb.argument32(word1)) == null)
        {
            return "no such step";
        }

        return nth == 0 ? "N is at least 1" : null;
    }

    private static String checkDevice(final KvmVm vm)
    {
        return vm.hasDevice ? null : "VM " + vm.number + " has no device";
    }

    private static String noVcpu(final KvmVm vm, final long word1)
    {
        return "VM " + vm.number + " has no vCPU " + KvmVerb.vcpu(word1);
    }
}
