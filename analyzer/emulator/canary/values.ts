/**
 * Two made-up shoppers. The card numbers pass the Luhn check and belong to nobody. Values are distinctive, so that finding
 * one in outgoing data is proof, and of equal length in both, so that only the content of requests differs.
 */
export type FieldValues = Readonly<Record<string, string>>;

export const shopper: FieldValues = {
  'card-number': '4929307151224887',
  'card-cvv': '831',
  'card-expiry': '09/31',
  'card-month': '09',
  'card-year': '2031',
  'card-name': 'Zarquon Beeblequist',
  name: 'Zarquon',
  // No part of the name: who sends an address sends no name.
  email: 'vx.ploverwick@mailbox.example',
  phone: '+12025550187',
  address: '1742 Quillfeather Lane',
  city: 'Vostrograd',
  postcode: '90417',
  password: 'Tr0ub4dor-Kestrel',
  username: 'tqhollybrook',
  text: 'HNYTKN77xq',
  cookie: 'q7xk2mz9w4tsession',
  wallet: '0x71c7ab88f0b7d4aa1e4f2d6c9e5a3b8d2f6e4c1a',
};

export const otherShopper: FieldValues = {
  'card-number': '4532018567392015',
  'card-cvv': '629',
  'card-expiry': '11/32',
  'card-month': '11',
  'card-year': '2032',
  'card-name': 'Wilhelm Grundlefoot',
  name: 'Wilhelm',
  email: 'dk.grandstead@mailbox.example',
  phone: '+13035550142',
  address: '9028 Thimblemoore Road',
  city: 'Karrowmede',
  postcode: '73358',
  password: 'Qu1xotic-Marmoset',
  username: 'jrmistlevane',
  text: 'PLUMBQ52vz',
  cookie: 'm4ht8vc1p6rsession',
  wallet: '0x2b9d13c4e7f85a60d1b3f7e9a2c4d6e8f0a1b3c5',
};

/** The first shopper with the other's card. */
export const otherCard: FieldValues = {
  ...shopper,
  ...Object.fromEntries(Object.entries(otherShopper).filter(([field]) => field.startsWith('card-'))),
};
