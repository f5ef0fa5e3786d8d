package org.gale.tables.its;

/**
 * Number of an event of a device, {@code EventID}. For set-up code; hot methods take the plain {@code int}.
 *
 * @param value the id, 32 bits unsigned.
 */
public record EventId(int value)
{
}
