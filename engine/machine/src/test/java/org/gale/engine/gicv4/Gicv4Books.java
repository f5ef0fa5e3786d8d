package org.gale.engine.gicv4;

import org.gale.engine.accounting.Account;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;

/**
 * Books of a GICv4 host, each compared with what it counts: the events of each route with the account of the VM, the
 * indexes with tables and vLPIs, vPEIDs, LPIs and doorbells with their owners.
 */
public final class Gicv4Books
{
    private static final int LPIS = (1 << Hardware.PHYSICAL_BITS) - PropertyCache.FIRST_LPI;

    private final V4Host host;
    private final VmAccounts accounts;

    Gicv4Books(final V4Host host)
    {
        this.host = host;
        this.accounts = new VmAccounts(host);
    }

    /** Returns which book of a GICv4 machine is wrong, or null. */
    public static String wrong(final Machine machine)
    {
        return new Gicv4Books(((Gicv4Machine)machine).host()).wrong();
    }

    /** Returns which book is wrong, or null. */
    String wrong()
    {
        String wrong = ofPools();
        for (int number = 0; number < host.vmCount() && wrong == null; number++)
        {
            final V4Vm vm = host.vm(number);
            final int owner = accounts.vmOwner(number);
            wrong = vm.ledger.remainder() != 0 ? "remainder " + vm.ledger.remainder() :
                accounts.isIndexSound(owner) ? ofRoutes(vm) : "an index is not its table or list";
            wrong = wrong == null ? null : "books of VM " + number + ": " + wrong;
        }

        return wrong;
    }

    /** Each vPEID, LPI and doorbell in use has its owner. */
    private String ofPools()
    {
        int vpes = 0;
        int vlpis = 0;
        String wrong = null;
        for (int number = 0; number < host.vmCount() && wrong == null; number++)
        {
            for (final V4Vcpu vcpu : host.vm(number).vcpus)
            {
                vpes += vcpu.vpe == null ? 0 : 1;
                wrong = vcpu.vpe == null || (host.vcpu(vcpu.vpe.vpeId) == vcpu &&
                    host.lpis.vcpu(vcpu.vpe.doorbell) == vcpu) ? wrong :
                    "books: a vPE of VM " + number + " is not its vCPU's";
            }
            for (Vlpi vlpi = host.vm(number).nextVlpi(0); vlpi != null;
                vlpi = host.vm(number).nextVlpi(vlpi.vintid + 1))
            {
                vlpis++;
                wrong = host.lpis.vlpi(vlpi.hostLpi) == vlpi ? wrong :
                    "books: the LPI of vINTID " + vlpi.vintid + " has another owner";
            }
        }
        if (wrong == null && host.vpeIds.used() != vpes)
        {
            wrong = "books: " + host.vpeIds.used() + " vPEIDs in use by " + vpes + " vPEs";
        }

        return wrong != null || LPIS - host.lpis.available() == vpes + vlpis ? wrong :
            "books: " + (LPIS - host.lpis.available()) + " LPIs in use by " + vpes + " vPEs and " + vlpis + " vLPIs";
    }

    /** Each event was offered, delivered, coalesced or withdrawn on one route, or is owed to it. */
    private static String ofRoutes(final V4Vm vm)
    {
        final Account account = vm.lpiAccount;
        final long[] owed = new long[Route.COUNT];
        for (int id = account.nextOwed(0); id >= 0; id = account.nextOwed(id + 1))
        {
            if (vm.vlpi(id) == null)
            {
                return "vINTID " + id + " is owed and not mapped";
            }
            owed[vm.routes.arrival(id)]++;
        }
        long offered = account.offered();
        long delivered = account.delivered();
        long coalesced = account.coalesced();
        long withdrawn = account.withdrawnCleared() + account.withdrawnUnmapped();
        for (final Route route : Route.values())
        {
            final long rest = vm.routes.offered(route) - vm.routes.delivered(route) - vm.routes.coalesced(route) -
                vm.routes.withdrawn(route);
            if (rest != owed[route.number()])
            {
                return "route " + route + " leaves " + rest + " events, and owes " + owed[route.number()];
            }
            offered -= vm.routes.offered(route);
            delivered -= vm.routes.delivered(route);
            coalesced -= vm.routes.coalesced(route);
            withdrawn -= vm.routes.withdrawn(route);
        }

        return (offered | delivered | coalesced | withdrawn) == 0 ? null : "the routes have " + offered +
            " events less offered, " + delivered + " delivered, " + coalesced + " coalesced, " + withdrawn +
            " withdrawn";
    }
}
