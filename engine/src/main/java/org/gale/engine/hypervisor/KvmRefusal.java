package org.gale.engine.hypervisor;

import org.agrona.DirectBuffer;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmCommands;
import org.gale.engine.command.KvmStep;
import org.gale.engine.command.KvmVerb;

/** Checks of a verb before it is executed: what names nothing, or cannot be at this time, makes its line FAIL. */
final class KvmRefusal
{
    private static final int WORD_1 = Long.BYTES;
    private static final int WORD_2 = 2 * Long.BYTES;
    private static final int SIZE_LIMIT = Long.BYTES;
    private static final int LEAK_KEYS = 3;

    private final Kvm kvm;

    KvmRefusal(final Kvm kvm)
    {
        this.kvm = kvm;
    }

    /** Returns why the line of a command is wrong, or null if it is right. */
    String check(final KvmVerb verb, final DirectBuffer words, final int offset)
    {
        if (KvmCommands.operandCount(words.getLong(offset)) < operandCount(verb, words.getLong(offset)))
        {
            return "operands are missing";
        }
        final long word1 = words.getLong(offset + WORD_1);
        switch (verb)
        {
            case CREATE_VM:
            case IMAGE:
            case RESTORE_DATA: return null;
            case LEAKS: return KvmCommands.argument32(word1) > LEAK_KEYS ? "no such key" : null;
            case FAIL: return checkFault(word1, words.getLong(offset + WORD_2));
            case DESTROY_VM: return kvm.vms.existed(KvmCommands.vm(word1)) ? null : noVm(word1);
            default:
                return kvm.vms.find(KvmCommands.vm(word1)) == null ? noVm(word1) :
                    checkOfVm(verb, words.getLong(offset), word1);
        }
    }

    private String checkOfVm(final KvmVerb verb, final long word0, final long word1)
    {
        final Vm vm = kvm.vms.find(KvmCommands.vm(word1));
        switch (verb)
        {
            case HAS_ATTR:
            case GET_ATTR:
            case SET_ATTR:
            case SAVE:
            case RESTORE: return vm.isDead || vm.hasDevice ? null : "VM " + vm.number + " has no device";
            case MMIO_READ:
            case MMIO_WRITE: return checkAccess(vm, word0, word1);
            case RUN: return vm.isDead ? null : checkVcpu(verb, vm, word1);
            case LINE:
            case EXIT:
            case PUT:
            case BLOCK:
            case PENDING:
            case WOKEN:
            case PLACE:
            case COMMAND:
            case MAP_PPI:
            case UNMAP_PPI: return checkVcpu(verb, vm, word1);
            default: return null;
        }
    }

    private String checkVcpu(final KvmVerb verb, final Vm vm, final long word1)
    {
        final Vcpu vcpu = vm.vcpu(KvmCommands.vcpu(word1));
        if (vcpu == null)
        {
            return "VM " + vm.number + " has no vCPU " + KvmCommands.vcpu(word1);
        }
        switch (verb)
        {
            case RUN: return checkRun(vcpu, KvmCommands.argument16(word1));
            case EXIT: return vcpu.isRunning ? null : "the vCPU does not run";
            case PENDING: return vcpu.isLoaded() ? "the vCPU is loaded on PE " + vcpu.loadedPe : null;
            case LINE:
                return kvm.isInKernel(KvmCommands.argument16(word1)) ? null :
                    "no device inside the kernel has PPI " + KvmCommands.argument16(word1);
            default: return null;
        }
    }

    private String checkRun(final Vcpu vcpu, final int pe)
    {
        if (pe >= kvm.residency.peCount())
        {
            return "no PE " + pe;
        }
        if (vcpu.isRunning)
        {
            return "the vCPU runs on PE " + vcpu.loadedPe;
        }
        final Vcpu there = kvm.residency.loadedOn(pe);
        if (there != null && there != vcpu)
        {
            return "another vCPU is loaded on PE " + pe;
        }

        return vcpu.isLoaded() && vcpu.loadedPe != pe ? "the vCPU is loaded on PE " + vcpu.loadedPe : null;
    }

    private static String checkAccess(final Vm vm, final long word0, final long word1)
    {
        final long size = KvmCommands.modifier(word0);
        if (size == 0 || size > SIZE_LIMIT || Long.bitCount(size) != 1)
        {
            return "SIZE is 1, 2, 4 or 8";
        }
        if (KvmCommands.argument32(word1) + size > GuestFrame.FRAMES_BYTES)
        {
            return "outside the frames of the IRS: 128 KiB";
        }
        for (int index = 0; index < vm.vcpus.size(); index++)
        {
            if (vm.vcpus.get(index).isRunning)
            {
                return vm.hasDevice ? null : "VM " + vm.number + " has no device";
            }
        }

        return "no vCPU of VM " + vm.number + " runs";
    }

    private static String checkFault(final long word1, final long nth)
    {
        if (KvmStep.byNumber((int)KvmCommands.argument32(word1)) == null)
        {
            return "no such step";
        }

        return nth == 0 ? "N is at least 1" : null;
    }

    private static int operandCount(final KvmVerb verb, final long word0)
    {
        switch (verb)
        {
            case CREATE_VCPU:
            case MMIO_WRITE:
            case FAIL:
            case RESTORE: return 1;
            case HAS_ATTR:
            case GET_ATTR:
            case SET_ATTR: return 1 + KvmAttr.count(KvmCommands.modifier(word0));
            default: return 0;
        }
    }

    private static String noVm(final long word1)
    {
        return "no VM " + KvmCommands.vm(word1);
    }
}
