package org.gale.engine.storm.virtual;

/**
 * Guests of functions, whose VMs migrate. While one does, neither guests nor their monitor act on functions: what is
 * due then comes after the migration. Owned by one thread.
 */
final class FunctionsThatMigrate implements Operator
{
    private final FunctionOperator functions;
    private final MigrationOperator migrations;
    private long offered;

    FunctionsThatMigrate(final FunctionOperator functions, final MigrationOperator migrations)
    {
        this.functions = functions;
        this.migrations = migrations;
    }

    @Override
    public void begin()
    {
        functions.begin();
        migrations.begin();
    }

    @Override
    public boolean isOpen()
    {
        return migrations.isOpen() || functions.isOpen();
    }

    @Override
    public void sent(final long events)
    {
        // What is due begins with an event of a device.
    }

    @Override
    public void offered(final long events)
    {
        offered = events;
        migrations.offered(events);
        act();
    }

    private void act()
    {
        if (!migrations.isOpen())
        {
            functions.offered(offered);
        }
    }

    @Override
    public void step()
    {
        if (migrations.isOpen())
        {
            migrations.step();
            act();
        }
        else
        {
            functions.step();
        }
    }
}
