package org.gale.tables.its;

/**
 * Number of a device, {@code DeviceID}. For set-up code; hot methods take the plain {@code int}.
 *
 * @param value the id, 32 bits unsigned.
 */
public record DeviceId(int value)
{
}
