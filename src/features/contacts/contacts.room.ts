import type { Room } from '../../platform/rooms/room.js';
import { ContactsModule } from './contacts.module.js';
import { NetworkContactEntity } from './network-contact.entity.js';

export const contactsRoom: Room = {
  name: 'contacts',
  uses: ['clients'],
  module: ContactsModule,
  entities: [NetworkContactEntity],
};
