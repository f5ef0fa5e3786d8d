package org.gale.engine.gicv4;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Errno;
import org.gale.engine.command.V4FailableStep;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Outputs;
import org.gale.tables.gicv4.PropertyByte;

/** Host verbs of family 2, direct injection: script.md#direct-injection-verbs. */
final class V4HostVerbs implements HostVerbs
{
    /** Value of an acknowledge that found nothing. */
    static final int NOTHING = GuestCpu.NONE;

    private static final int PRIORITY_LIMIT = 256;
    /** The number of a VM is a VM_ID in accounts. */
    private static final int VM_LIMIT = OwnerId.VM_LIMIT;

    private final V4Host host;
    private final Audit audit;

    V4HostVerbs(final V4Host host)
    {
        this.host = host;
        this.audit = new Audit(host);
    }

    @Override
    public String refusal(final DirectBuffer words, final int offset)
    {
        final V4Verb verb = V4Verb.of(words.getLong(offset));
        if (verb == null)
        {
            return "no such v4 command";
        }
        final long first = V4Verb.operand(words, offset, 0);
        if (verb == V4Verb.CREATE_VM)
        {
            return first < 1 || first > Gicv4Config.VCPU_LIMIT ? "vCPU count out of range: " + first :
                host.vmCount() == VM_LIMIT ? "there are " + VM_LIMIT + " VMs, the most" :
                host.hasRoomForVm() ? null : "RAM has no room for another VM";
        }
        if (verb.operands() == 0)
        {
            return null;
        }
        if (verb == V4Verb.FAIL)
        {
            return V4FailableStep.byNumber(first) == null ? "no such step (" + V4FailableStep.NAMES + ')' :
                V4Verb.operand(words, offset, 1) == 0 ? "N is at least 1" : null;
        }
        if (first < 0 || first >= host.vmCount())
        {
            return "no VM " + Long.toUnsignedString(first);
        }

        return refusalInVm(verb, words, offset);
    }

    @Override
    public void execute(final DirectBuffer words, final int offset, final Outputs outputs)
    {
        final V4Verb verb = V4Verb.of(words.getLong(offset));
        switch (verb)
        {
            case CREATE_VM:
                final V4Vm created = host.createVm((int)V4Verb.operand(words, offset, 0));
                if (!host.config.perVcpu())
                {
                    host.enableAll(created);
                }
                outputs.result(Errno.OK.word());
                outputs.result(created.number);
                break;
            case BEGIN_ENABLE:
            case BEGIN_DISABLE:
                begin(vm(words, offset), V4Verb.operand(words, offset, 1), verb == V4Verb.BEGIN_ENABLE, outputs);
                break;
            case STEP:
                final long code = host.transition.step();
                outputs.result(Math.min(code, Errno.OK.word()));
                outputs.result(Math.max(code, V4Step.ENDED));
                break;
            case ACK:
                outputs.result(Errno.OK.word());
                outputs.result(host.guestCpu.acknowledge(vcpu(words, offset)));
                break;
            case LEGACY:
                host.swap.lossy(true);
                outputs.result(Errno.OK.word());
                break;
            case FAIL:
                host.faults.arm(V4FailableStep.byNumber(V4Verb.operand(words, offset, 0)),
                    V4Verb.operand(words, offset, 1));
                outputs.result(Errno.OK.word());
                break;
            default:
                outputs.result(executeInVm(verb, words, offset).word());
                break;
        }
        host.interrupts.take();
    }

    @Override
    public long number(final DirectBuffer words, final int offset)
    {
        throw new IllegalStateException("no query has a number: 0x" + Long.toHexString(words.getLong(offset)));
    }

    @Override
    public String query(final DirectBuffer words, final int offset)
    {
        final V4Verb verb = V4Verb.of(words.getLong(offset));
        switch (verb)
        {
            case QUERY:
                final V4Vcpu vcpu = vcpuOrNull(vm(words, offset), V4Verb.operand(words, offset, 1));
                return vcpu == null ? "-EINVAL" : host.transition.isOpen() ? "-EBUSY" : vcpu.isDirect() ? "1" : "0";
            case WOKEN:
                return vcpu(words, offset).isBlocked && vcpu(words, offset).isWoken ? "1" : "0";
            case STATE:
                return stateOf(vm(words, offset), (int)V4Verb.operand(words, offset, 1));
            case AUDIT:
                return audit.toJson();
            default:
                throw new IllegalArgumentException("not a query: " + verb);
        }
    }

    private String refusalInVm(final V4Verb verb, final DirectBuffer words, final int offset)
    {
        final long vcpu = V4Verb.operand(words, offset, 1);
        final boolean isVcpu = vcpu >= 0 && vcpu < vm(words, offset).vcpus.length;
        final long third = verb.operands() > 2 ? V4Verb.operand(words, offset, 2) : 0;
        switch (verb)
        {
            case CONFIG:
                return !isVintid(vcpu) ? noVintid(vcpu) :
                    third < 0 || third >= PRIORITY_LIMIT ? "priority out of range: " + third :
                    V4Verb.operand(words, offset, 3) >>> 1 != 0 ? "enable is not 0 or 1" : null;
            case STATE:
                return isVintid(vcpu) ? null : noVintid(vcpu);
            case ACK:
            case WOKEN:
            case PUT:
            case BLOCK:
                return isVcpu ? null : noVcpu(vcpu);
            case EOI:
                return !isVcpu ? noVcpu(vcpu) :
                    isVintid(third) || (third >= 0 && third < MappedVpe.SGI_COUNT) ? null : noVintid(third);
            case SGI:
                return !isVcpu ? noVcpu(vcpu) :
                    third < 0 || third >= MappedVpe.SGI_COUNT ? "SGI out of range: " + third : null;
            case LOAD:
                return !isVcpu ? noVcpu(vcpu) :
                    third < 0 || third >= host.config.cpus() ? "no CPU " + third : null;
            default:
                return null;
        }
    }

    private Errno executeInVm(final V4Verb verb, final DirectBuffer words, final int offset)
    {
        final V4Vm vm = vm(words, offset);
        final long second = V4Verb.operand(words, offset, 1);
        final V4Vcpu vcpu = vcpuOrNull(vm, second);
        switch (verb)
        {
            case MAP:
            case MOVE:
            case MOVEALL:
            case DISCARD:
            case CONFIG:
                if (!host.variant.is(Mistake.MOVE_IN_GAP))
                {
                    host.transition.closeGap();
                }
                return executeOfGuest(verb, vm, words, offset);
            case ENABLE:
            case DISABLE:
                return toggle(vcpu, verb == V4Verb.ENABLE);
            case LOAD:
                return host.residency.load(vcpu, (int)V4Verb.operand(words, offset, 2)) ? Errno.OK : Errno.EBUSY;
            case PUT:
                host.residency.put(vcpu);
                return Errno.OK;
            case BLOCK:
                host.residency.block(vcpu);
                return Errno.OK;
            case EOI:
                vcpu.active.end((int)V4Verb.operand(words, offset, 2));
                return Errno.OK;
            case SGI:
                sendSgi(vcpu, (int)V4Verb.operand(words, offset, 2));
                return Errno.OK;
            default:
                throw new IllegalArgumentException("not a command: " + verb);
        }
    }

    private Errno executeOfGuest(final V4Verb verb, final V4Vm vm, final DirectBuffer words, final int offset)
    {
        final long second = V4Verb.operand(words, offset, 1);
        final long third = V4Verb.operand(words, offset, 2);
        switch (verb)
        {
            case MAP:
                return host.guest.map(vm, second, third, vcpuOrNull(vm, V4Verb.operand(words, offset, 3)),
                    V4Verb.operand(words, offset, 4));
            case MOVE:
                return host.guest.move(vm, second, third, vcpuOrNull(vm, V4Verb.operand(words, offset, 3)));
            case MOVEALL:
                return host.guest.moveAll(vm, vcpuOrNull(vm, second), vcpuOrNull(vm, third));
            case DISCARD:
                return host.guest.discard(vm, second, third);
            default:
                host.guest.configure(vm, (int)second,
                    PropertyByte.of((int)third, V4Verb.operand(words, offset, 3) != 0));
                return Errno.OK;
        }
    }

    /**
     * Checks in the order of script.md#direct-injection-verbs.
     *
     * @return the result of the verb, or null if there is something to do
     */
    private Errno refusalOfToggle(final V4Vcpu vcpu, final boolean enable)
    {
        if (vcpu == null)
        {
            return Errno.EINVAL;                                                // V4-API-11
        }
        if (host.transition.isOpen())
        {
            return Errno.EBUSY;
        }
        if (!host.config.perVcpu())
        {
            return Errno.EINVAL;
        }
        if (vcpu.isDirect() == enable)
        {
            return Errno.OK;                                                    // V4-API-13
        }
        final Errno refusal = enable ? host.factory.refusal(vcpu.vm) : Errno.OK;

        return refusal == Errno.OK ? null : refusal;
    }

    private Errno toggle(final V4Vcpu vcpu, final boolean enable)
    {
        final Errno refusal = refusalOfToggle(vcpu, enable);
        if (refusal != null)
        {
            return refusal;
        }

        return host.toggle(vcpu, enable);
    }

    private void begin(final V4Vm vm, final long index, final boolean enable, final Outputs outputs)
    {
        final V4Vcpu vcpu = vcpuOrNull(vm, index);
        final Errno refusal = refusalOfToggle(vcpu, enable);
        outputs.result(refusal == null ? Errno.OK.word() : refusal.word());
        outputs.result(refusal == null ? host.transition.begin(vcpu, enable) : V4Step.ENDED);
    }

    private void sendSgi(final V4Vcpu vcpu, final int sgi)
    {
        host.check.compareSgi(vcpu, sgi);
        vcpu.vm.ledger.account(true).event(GuestCpu.sgiAccountId(vcpu, sgi));
        if (vcpu.vm.hasHardwareSgis)
        {
            host.hardware.its().writeSgir(vcpu.vpe.vpeId, sgi);
        }
        else
        {
            host.injection.injectSgi(vcpu, sgi);                                // V4-P-S1: choice (a)
        }
    }

    private String stateOf(final V4Vm vm, final int vintid)
    {
        final Vlpi vlpi = vm.vlpi(vintid);

        return vlpi == null ? "pending=0 route=NONE vcpu=none spurious=0" :
            "pending=" + (isPending(vlpi) ? 1 : 0) + " route=" + (vlpi.isHw() ? "VIRT" : "PHYS") +
            " vcpu=" + vlpi.target().index + " spurious=" + vlpi.spurious();
    }

    /**
     * Returns whether a vLPI is pending. In the gap of a swap no query sees the pending bit, and what is owed counts.
     */
    private boolean isPending(final Vlpi vlpi)
    {
        final Account account = vlpi.vm.ledger.account(false);

        return (vlpi.isLocked() && !host.swap.isLossy()) ?
            account.isOwed(vlpi.vintid) : audit.isPending(vlpi);
    }

    private V4Vm vm(final DirectBuffer words, final int offset)
    {
        return host.vm((int)V4Verb.operand(words, offset, 0));
    }

    private V4Vcpu vcpu(final DirectBuffer words, final int offset)
    {
        return vm(words, offset).vcpus[(int)V4Verb.operand(words, offset, 1)];
    }

    private static V4Vcpu vcpuOrNull(final V4Vm vm, final long index)
    {
        return index >= 0 && index < vm.vcpus.length ? vm.vcpus[(int)index] : null;
    }

    private boolean isVintid(final long vintid)
    {
        return vintid >= PropertyCache.FIRST_LPI && vintid < 1L << host.config.lpiBits();
    }

    private static String noVintid(final long vintid)
    {
        return "vINTID out of range: " + Long.toUnsignedString(vintid);
    }

    private static String noVcpu(final long vcpu)
    {
        return "no vCPU " + Long.toUnsignedString(vcpu);
    }
}
